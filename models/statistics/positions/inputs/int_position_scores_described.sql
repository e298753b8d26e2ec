-- The scores of every cohort with what a place among peers is judged by. A type that is not known is
-- no type.
select
    scores.cohort_id,
    scores.benchmark_id,
    scores.evaluation_id,
    scores.score_pct,
    ln(evaluations.parameters_b) as log_parameters_b,
    nullif(evaluations.training_type, 'unknown') as training_type,
    evaluations.base_family,
    evaluations.lineage_family,
    evaluations.submitted_on
from {{ ref('int_cohort_scores_selected') }} as scores
inner join {{ ref('fct_evaluations') }} as evaluations on scores.evaluation_id = evaluations.evaluation_id
