-- The scores of every cohort, once under all and once under the half-year of submission.
with scores as (

    select * from {{ ref('int_position_scores_described') }}

),

evaluations as (

    select * from {{ ref('fct_evaluations') }}

)

select
    cohort_id,
    'all' as period,
    benchmark_id,
    evaluation_id,
    base_family,
    score_pct
from scores
union all
select
    scores.cohort_id,
    year(evaluations.submitted_on) || ' H' || ceil(month(evaluations.submitted_on) / 6)::integer as period,
    scores.benchmark_id,
    scores.evaluation_id,
    scores.base_family,
    scores.score_pct
from scores
inner join evaluations on scores.evaluation_id = evaluations.evaluation_id
where evaluations.submitted_on is not null
