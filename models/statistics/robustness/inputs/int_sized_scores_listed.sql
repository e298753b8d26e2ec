-- Scores of every cohort with what may tell an unknown size: type, architecture and the other scores.
with ranges as (

    select * from {{ ref('int_cohort_levels_assigned') }}
    where factor = 'parameter_range'

)

select
    scores.cohort_id,
    scores.benchmark_id,
    scores.evaluation_id,
    evaluations.training_type,
    evaluations.architecture_family,
    evaluations.base_family,
    case when evaluations.parameters_b > 0 then evaluations.parameters_b end as parameters_b,
    ranges.level,
    ranges.level_order,
    scores.score_pct
from {{ ref('int_cohort_scores_selected') }} as scores
inner join {{ ref('fct_evaluations') }} as evaluations on scores.evaluation_id = evaluations.evaluation_id
inner join ranges on scores.cohort_id = ranges.cohort_id and scores.evaluation_id = ranges.evaluation_id
