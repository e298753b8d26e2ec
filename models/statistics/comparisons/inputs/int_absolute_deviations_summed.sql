-- How far the scores of a level lie from its median: what the Brown–Forsythe test compares. Twice a
-- median is a whole number of units, so twice a deviation is too, and its sums are exact; see
-- int_cohort_scores_selected.
with scores as (

    select
        levels.cohort_id,
        scores.benchmark_id,
        levels.factor,
        levels.level,
        scores.score_units
    from {{ ref('int_cohort_levels_assigned') }} as levels
    inner join {{ ref('int_cohort_scores_selected') }} as scores
        on levels.cohort_id = scores.cohort_id
        and levels.evaluation_id = scores.evaluation_id

),

medians as (

    select
        cohort_id,
        benchmark_id,
        factor,
        level,
        round(2 * median(score_units))::bigint as twice_median
    from scores
    group by cohort_id, benchmark_id, factor, level

),

deviations as (

    select
        scores.cohort_id,
        scores.benchmark_id,
        scores.factor,
        scores.level,
        abs(2 * scores.score_units - medians.twice_median)::hugeint as twice_deviation
    from scores
    inner join medians
        on scores.cohort_id = medians.cohort_id
        and scores.benchmark_id = medians.benchmark_id
        and scores.factor = medians.factor
        and scores.level = medians.level

),

sums as (

    select
        cohort_id,
        benchmark_id,
        factor,
        level,
        count(*) as n_obs,
        sum(twice_deviation) as total,
        sum(twice_deviation * twice_deviation) as total_squares
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
