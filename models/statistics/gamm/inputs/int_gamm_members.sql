-- The evaluations of every cohort with what the additive models know of them beside the scores.
select
    bridge.cohort_id,
    evaluations.evaluation_id,
    ln(evaluations.parameters_b) as log_parameters_b,
    evaluations.training_type,
    evaluations.architecture,
    evaluations.architecture_family,
    evaluations.base_family,
    evaluations.lineage_family
from {{ ref('bridge_cohort_evaluations') }} as bridge
inner join {{ ref('dim_cohorts') }} as cohorts on bridge.cohort_id = cohorts.cohort_id
inner join {{ ref('fct_evaluations') }} as evaluations on bridge.evaluation_id = evaluations.evaluation_id
where cohorts.statistics = 'all'
