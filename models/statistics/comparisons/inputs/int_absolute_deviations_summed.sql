-- How far the scores of a level lie from its median: what the Brown–Forsythe test compares. Twice a
-- median is a whole number of units, so twice a deviation is too, and its sums are exact; see
-- int_cohort_scores_selected.
with medians as (

    select
        cohort_id,
        benchmark_id,
        factor,
        level,
        min(score_units) filter (where n_up_to >= (n_obs + 1) // 2)
        + min(score_units) filter (where n_up_to >= n_obs // 2 + 1) as twice_median
    from {{ ref('int_level_scores_counted') }}
    group by cohort_id, benchmark_id, factor, level

),

deviations as (

    select
        scores.cohort_id,
        scores.benchmark_id,
        scores.factor,
        scores.level,
        scores.n,
        abs(2 * scores.score_units - medians.twice_median)::hugeint as twice_deviation
    from {{ ref('int_level_scores_counted') }} as scores
    inner join medians using (cohort_id, benchmark_id, factor, level)

),

sums as (

    select
        cohort_id,
        benchmark_id,
        factor,
        level,
        sum(n)::bigint as n_obs,
        sum(n * twice_deviation) as total,
        sum(n * twice_deviation * twice_deviation) as total_squares
    from deviations
    group by cohort_id, benchmark_id, factor, level

)

select
    cohort_id,
    benchmark_id,
    factor,
    level,
    n_obs,
    total / n_obs / 2e6 as mean_deviation,
    case
        when n_obs > 1
            then sqrt((n_obs * total_squares - total * total)::double / (n_obs * (n_obs - 1.0))) / 2e6
    end as std_dev_deviation
from sums
