with models as (

    select * from {{ ref('stg_base_models__models') }}

),

problems as (

    select
        *,
        case
            when record_error is not null then record_error
            when model_name is null then 'missing model name'
            {{ reject_unparsable(base_model_scores() + base_model_tasks() + ['ipa_transliterate_2_bleu', 'parameters_b', 'training_tokens_t', 'training_flops_1e21'], 'number') }}
            {{ reject_outside(base_model_scores() + base_model_tasks(), 0, 1) }}
            {{ reject_outside(['ipa_transliterate_2_bleu'], 0, 100) }}
        end as record_problem
    from models

)

select
    *,
    {{ surrogate_key(['snapshot_id', 'model_name']) }} as evaluation_id,
    {{ reject_reason(['model_name']) }} as reject_reason
from problems
