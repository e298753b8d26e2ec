-- The t-SNE picture as points with their labels. The range of sizes is that of the cohort's own scheme.
with ranges as (

    select * from {{ ref('int_cohort_levels_assigned') }}
    where factor = 'parameter_range'

)

select
    points.cohort_id,
    cohorts.cohort_name,
    cohorts.cohort_role,
    points.evaluation_id,
    evaluations.model_name,
    points.x,
    points.y,
    evaluations.parameters_b,
    ranges.level as parameter_range,
    ranges.level_order as parameter_range_order,
    evaluations.training_type,
    evaluations.architecture_family,
    evaluations.architecture_family_5,
    evaluations.base_family,
    evaluations.average_pct
from {{ ref('stat_embedding_points') }} as points
inner join {{ ref('dim_cohorts') }} as cohorts using (cohort_id)
inner join {{ ref('fct_evaluations') }} as evaluations using (evaluation_id)
inner join ranges using (cohort_id, evaluation_id)
