-- The scores of every cohort with the half-year of submission, null where that is not known.
with scores as (

    select * from {{ ref('int_position_scores_described') }}

),

evaluations as (

    select * from {{ ref('fct_evaluations') }}

)

select
    scores.cohort_id,
    case
        when evaluations.submitted_on is not null
            then year(evaluations.submitted_on) || ' H' || ceil(month(evaluations.submitted_on) / 6)::integer
    end as period,
    scores.benchmark_id,
    scores.evaluation_id,
    scores.base_family,
    scores.score_pct
from scores
inner join evaluations on scores.evaluation_id = evaluations.evaluation_id
