-- The training type of every evaluation, one of the paper's five, and the rule it was found by.
with evaluations as (

    select * from {{ ref('int_evaluations_gathered') }}

),

training_types as (

    select * from {{ ref('training_types') }}

),

curated as (

    select * from {{ ref('curated_training_types') }}

),

joined as (

    select
        evaluations.evaluation_id,
        evaluations.training_type_label,
        evaluations.training_type_rule,
        training_types.training_type as type_of_label,
        curated.training_type as type_curated,
        -- dpo, rlhf, ppo or rl as a word of its own, so that "merlin" is none
        regexp_matches(lower(evaluations.local_name), '(^|[^a-z])(dpo|rlhf|ppo|rl)([^a-z]|$)') as is_name_rl
    from evaluations
    left join training_types on lower(evaluations.training_type_label) = training_types.training_type_label
    left join curated on evaluations.model_name = curated.model_name

)

select
    evaluation_id,
    case
        when type_of_label = 'instruction-tuned' and (type_curated = 'RL-tuned' or is_name_rl) then 'RL-tuned'
        else coalesce(type_of_label, 'unknown')
    end as training_type,
    case
        when type_of_label = 'instruction-tuned' and type_curated = 'RL-tuned' then 'curated list'
        when type_of_label = 'instruction-tuned' and is_name_rl then 'model name'
        when type_of_label is not null and training_type_rule = 'name' then 'model name'
        when type_of_label is not null then coalesce(training_type_rule, 'label')
        when training_type_label is not null then 'label not in the map'
        else 'no label'
    end as training_type_source
from joined
