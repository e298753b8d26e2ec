with evaluations as (

    select * from {{ ref('stg_openllm_v1__evaluations') }}

),

problems as (

    select
        *,
        case
            when record_error is not null then record_error
            when model_name is null then 'missing model name'
            {{ reject_unparsable(openllm_v1_scores() + ['average_pct', 'parameters_b_truncated'], 'number') }}
            {{ reject_unparsable(['is_merge', 'is_moe', 'is_flagged', 'available_on_hub'], 'boolean') }}
            {{ reject_unparsable(['submitted_on'], 'date') }}
            {{ reject_outside(openllm_v1_scores() + ['average_pct'], 0, 100) }}
        end as record_problem
    from evaluations

)

select
    *,
    {{ surrogate_key(['snapshot_id', 'model_name', 'revision', 'precision']) }} as evaluation_id,
    {{ reject_reason(['model_name', 'revision', 'precision']) }} as reject_reason
from problems
