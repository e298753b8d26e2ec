-- What is known of the rows of questions of structure: size, compute, release, and the units they may be
-- clustered by.
with contributors as (

    select
        evaluation_id,
        -- who put it on the hub
        case when contains(model_name, '/') then split_part(model_name, '/', 1) end as contributor,
        concat_ws(
            ', ',
            precision,
            case chat_template when true then 'chat template' when false then 'no chat template' end
        )
            as deployment
    from {{ ref('fct_evaluations') }}

)

select
    members.cohort_id,
    coalesce(configurations.weights, members.evaluation_id) as row_id,
    min(evaluations.model_name) as model_name,
    min(evaluations.base_family) as base_family,
    min(evaluations.lineage_family) as lineage_family,
    min(evaluations.architecture_label) as architecture_label,
    min(evaluations.architecture) as architecture,
    min(coalesce(configurations.organisation, contributors.contributor)) as organisation,
    min(contributors.contributor) as contributor,
    min(nullif(contributors.deployment, '')) as deployment,
    max(evaluations.parameters_b) as parameters_b,
    max(compute.training_flops_1e21) as training_flops_1e21,
    -- as a year with its fraction
    min(
        year(coalesce(configurations.released_on, evaluations.released_on))
        + (dayofyear(coalesce(configurations.released_on, evaluations.released_on)) - 1) / 366
    ) as released_on
from {{ ref('bridge_cohort_evaluations') }} as members
inner join {{ ref('dim_cohorts') }} as cohorts on members.cohort_id = cohorts.cohort_id
inner join {{ ref('fct_evaluations') }} as evaluations on members.evaluation_id = evaluations.evaluation_id
inner join contributors on members.evaluation_id = contributors.evaluation_id
left join {{ ref('dim_configurations') }} as configurations
    on members.evaluation_id = configurations.evaluation_id
left join {{ ref('fct_training_compute') }} as compute on members.evaluation_id = compute.evaluation_id
where cohorts.statistics != 'paper'
group by all
