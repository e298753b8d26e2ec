-- The evaluations of every cohort with what the additive models know of them beside the scores. The board's 0
-- is no size.
select
    sizes.cohort_id,
    evaluations.evaluation_id,
    ln(nullif(sizes.parameters_b, 0)) as log_parameters_b,
    evaluations.training_type,
    evaluations.architecture,
    evaluations.architecture_family,
    evaluations.base_family,
    evaluations.lineage_family
from {{ ref('int_cohort_sizes_chosen') }} as sizes
inner join {{ ref('fct_evaluations') }} as evaluations on sizes.evaluation_id = evaluations.evaluation_id
where sizes.statistics in ('all', 'paper')
