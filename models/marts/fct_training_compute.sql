-- Tokens and operations of training, as published, unless a document says otherwise.
with evaluations as (

    select * from {{ ref('int_evaluations_unioned') }}
    where has_training_compute

)

select
    evaluations.evaluation_id,
    evaluations.snapshot_id,
    evaluations.model_name,
    coalesce(facts.training_tokens_t, evaluations.training_tokens_t) as training_tokens_t,
    coalesce(facts.training_flops_1e21, evaluations.training_flops_1e21) as training_flops_1e21,
    -- 1e21 is a billion times a trillion; a token passes through the active parameters alone
    coalesce(facts.training_flops_1e21, evaluations.training_flops_1e21)
    / (
        6 * coalesce(described.active_parameters_b, described.parameters_b)
        * nullif(coalesce(facts.training_tokens_t, evaluations.training_tokens_t), 0)
    ) as flops_ratio,
    coalesce(facts.training_tokens_t, facts.training_flops_1e21) is not null as is_corrected
from evaluations
inner join {{ ref('fct_evaluations') }} as described using (evaluation_id)
left join {{ ref('model_facts') }} as facts on evaluations.model_name = facts.model_name
