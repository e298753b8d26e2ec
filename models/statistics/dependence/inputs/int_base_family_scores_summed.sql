-- Scores summed within each base family, all that variance components need. Sums are over whole
-- numbers; see int_cohort_scores_selected.
with evaluations as (

    select * from {{ ref('fct_evaluations') }}
    where base_family is not null

),

sums as (

    select
        scores.cohort_id,
        scores.benchmark_id,
        evaluations.base_family,
        count(*) as n_obs,
        sum(scores.score_units) as total,
        sum(scores.score_units::hugeint * scores.score_units) as total_squares
    from {{ ref('int_cohort_scores_selected') }} as scores
    inner join evaluations on scores.evaluation_id = evaluations.evaluation_id
    group by scores.cohort_id, scores.benchmark_id, evaluations.base_family

)

select
    cohort_id,
    benchmark_id,
    base_family,
    n_obs,
    total / n_obs / 1e6 as mean,
    -- of the deviations from the mean, in squared percent
    (n_obs * total_squares - total * total)::double / n_obs / 1e12 as sum_squares
from sums
