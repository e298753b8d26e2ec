-- What is said of every evaluation whose board says when, by whom or how open its model was released.
with said as (

    select
        evaluation_id,
        max(variant) as variant,
        max(organisation) as organisation,
        min(released_on) as released_on,
        max(active_parameters_b) as active_parameters_b,
        max(parameters_said_by) as parameters_said_by,
        bool_or(is_moe) as is_moe,
        bool_or(is_open_weights) as is_open_weights
    from {{ ref('int_evaluations_checked') }}
    where reject_reason is null and has_facts
    group by evaluation_id

)

select
    evaluations.evaluation_id,
    evaluations.snapshot_id,
    evaluations.model_id,
    evaluations.model_name,
    evaluations.training_type,
    -- the source's figure comes before any rule; E4B is not a count of parameters, and a name with two
    -- sizes is ambiguous
    case
        when evaluations.parameters_b_published is not null then evaluations.parameters_b_published
        when not regexp_matches(evaluations.model_name, '\bE[0-9]+B|\b[0-9.]+B\b.*\b[0-9.]+B\b', 'i')
            then evaluations.parameters_b
    end as parameters_b,
    evaluations.parameters_b_published is not null as is_size_published,
    evaluations.parameters_source,
    -- Qwen3 30B A3B works with 3
    try_cast(nullif(regexp_extract(evaluations.model_name, '\bA([0-9.]*[0-9])B\b', 1), '') as double)
        as active_parameters_b_named,
    said.* exclude (evaluation_id)
from said
inner join {{ ref('fct_evaluations') }} as evaluations using (evaluation_id)
