-- The training type of every evaluation, one of the paper's five, and the rule that found it. One set of
-- weights has one type: that of the curated list of releases, else the most frequent one of its records.
with named as (

    select
        evaluations.evaluation_id,
        evaluations.training_type_label,
        evaluations.training_type_rule,
        -- a name with its organisation is one set of weights on every
        -- board; in an import each run has its user's type
        case
            when contains(evaluations.model_name, '/') and not snapshots.is_import
                then lower(evaluations.model_name)
            else evaluations.evaluation_id
        end as weights,
        training_types.training_type as type_of_label,
        curated.training_type as type_curated,
        releases.training_type as type_released,
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
        or regexp_matches(
            lower(evaluations.local_name), '(^|[^a-z])(slerp|[2-7]x[0-9.]+b|[0-9.]+bx[0-9])([^a-z]|$)'
        )
            as is_name_merge
    from {{ ref('int_evaluations_unioned') }} as evaluations
    inner join {{ ref('stg_provenance__snapshots') }} as snapshots using (snapshot_id)
    left join {{ ref('training_types') }} as training_types
        on lower(evaluations.training_type_label) = training_types.training_type_label
    left join {{ ref('curated_training_types') }} as curated on evaluations.model_name = curated.model_name
    left join {{ ref('release_training_types') }} as releases
        on not snapshots.is_import and lower(evaluations.model_name) = lower(releases.model_name)

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

),

said as (

    select
        *,
        case
            when type_believed = 'instruction-tuned' and (type_curated = 'RL-tuned' or is_name_rl)
                then 'RL-tuned'
            else coalesce(type_believed, 'unknown')
        end as type_said,
        case
            when type_believed = 'instruction-tuned' and type_curated = 'RL-tuned' then 'curated list'
            when type_believed = 'instruction-tuned' and is_name_rl then 'model name'
            when type_believed != type_of_label then 'model name'
            when type_of_label is not null and training_type_rule = 'name' then 'model name'
            when type_of_label is not null then coalesce(training_type_rule, 'label')
            when training_type_label is not null then 'label not in the map'
            else 'no label'
        end as source_said
    from believed

),

counted as (

    select
        weights,
        type_said,
        count(*) as n_said
    from said
    where type_said != 'unknown'
    group by weights, type_said

),

-- Of as many the more specific, for "fine-tuned" is the general word.
-- Weights that think in one of their modes have a type per mode.
elected as (

    select
        weights,
        type_said as type_elected
    from counted
    qualify
        not bool_or(type_said = 'reasoning') over (partition by weights)
        and row_number() over (
            partition by weights
            order by
                n_said desc,
                list_position(['RL-tuned', 'instruction-tuned', 'pretrained', 'fine-tuned'], type_said) asc
        ) = 1

)

select
    said.evaluation_id,
    coalesce(said.type_released, elected.type_elected, said.type_said) as training_type,
    case
        when training_type = said.type_said then said.source_said
        when said.type_released is not null then 'release'
        else 'other records'
    end as training_type_source,
    said.type_said as training_type_said
from said
left join elected on said.weights = elected.weights
