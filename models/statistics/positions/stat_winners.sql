select
    winners.cohort_id,
    winners.benchmark_id,
    winners.evaluation_id,
    evaluations.model_name,
    winners.* exclude (cohort_id, benchmark_id, evaluation_id, status),
    {{ var('confidence_level') }}::double as confidence_level,
    winners.status
from {{ ref('fit_winners') }} as winners
inner join {{ ref('fct_evaluations') }} as evaluations on winners.evaluation_id = evaluations.evaluation_id
