-- The training type of every evaluation, one of the paper's five, and the rule it was found by.
with named as (

    select
        evaluations.evaluation_id,
        evaluations.training_type_label,
        evaluations.training_type_rule,
        training_types.training_type as type_of_label,
        curated.training_type as type_curated,
        -- dpo is in no other word; ppo and rl are, as in "merlin"
        regexp_matches(lower(evaluations.local_name), '(dpo|rlhf|(^|[^a-z])(ppo|rl)([^a-z]|$))')
        and not regexp_matches(lower(evaluations.local_name), 'no[-_]?dpo') as is_name_rl,
        -- who calls a model so, and "pretrained" by mistake; an instructed model may be pretrained further
        regexp_matches(
            lower(evaluations.local_name), '(^|[^a-z])(instruct(ion)?s?|chat|sft|it)([^a-z]|$)'
        )
        and not contains(lower(evaluations.local_name), 'pretrain') as is_name_instructed,
        -- a merge, or copies of a dense model; Mixtral itself is 8x7B or 8x22B
        evaluations.is_merge
        or regexp_matches(lower(evaluations.local_name), '(^|[^a-z])(slerp|[2-7]x[0-9.]+b|[0-9.]+bx[0-9])([^a-z]|$)')
            as is_name_merge
    from {{ ref('int_evaluations_unioned') }} as evaluations
    left join {{ ref('training_types') }} as training_types
        on lower(evaluations.training_type_label) = training_types.training_type_label
    left join {{ ref('curated_training_types') }} as curated on evaluations.model_name = curated.model_name

),

-- a label "pretrained" that the model's own name contradicts is not believed
believed as (

    select
        *,
        case
            when type_of_label = 'pretrained' and (is_name_instructed or is_name_rl) then 'instruction-tuned'
            when type_of_label = 'pretrained' and is_name_merge then 'fine-tuned'
            else type_of_label
        end as type_believed
    from named

)

select
    evaluation_id,
    case
        when type_believed = 'instruction-tuned' and (type_curated = 'RL-tuned' or is_name_rl) then 'RL-tuned'
        else coalesce(type_believed, 'unknown')
    end as training_type,
    case
        when type_believed = 'instruction-tuned' and type_curated = 'RL-tuned' then 'curated list'
        when type_believed = 'instruction-tuned' and is_name_rl then 'model name'
        when type_believed != type_of_label then 'model name'
        when type_of_label is not null and training_type_rule = 'name' then 'model name'
        when type_of_label is not null then coalesce(training_type_rule, 'label')
        when training_type_label is not null then 'label not in the map'
        else 'no label'
    end as training_type_source
from believed
