-- Scores summed at each distinct size, all that regressions on size and moved bin edges need. Sums
-- are over whole numbers; see int_cohort_scores_selected. Unknown sizes keep a row of their own.
with sums as (

    select
        scores.cohort_id,
        scores.benchmark_id,
        evaluations.parameters_b,
        count(*) as n_obs,
        sum(scores.score_units)::hugeint as total,
        sum(scores.score_units::hugeint * scores.score_units)::hugeint as total_squares
    from {{ ref('int_cohort_scores_selected') }} as scores
    inner join {{ ref('fct_evaluations') }} as evaluations on scores.evaluation_id = evaluations.evaluation_id
    group by scores.cohort_id, scores.benchmark_id, evaluations.parameters_b

)

select
    cohort_id,
    benchmark_id,
    parameters_b,
    n_obs,
    total,
    total_squares,
    total / n_obs / 1e6 as mean,
    -- of the deviations from the mean, in squared percent
    (n_obs * total_squares - total * total)::double / n_obs / 1e12 as sum_squares
from sums
