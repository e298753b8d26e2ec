with

-- every level meets every benchmark of its cohort, so that one without a score is a row with n = 0
cohort_levels as (

    select
        levels.cohort_id,
        cohort_benchmarks.benchmark_id,
        levels.factor,
        levels.level,
        levels.level_order,
        levels.is_tested,
        count(*) as n_evaluations
    from {{ ref('int_cohort_levels_assigned') }} as levels
    inner join {{ ref('int_cohort_benchmarks_selected') }} as cohort_benchmarks using (cohort_id)
    group by all

),

sums as (

    select
        cohort_id,
        benchmark_id,
        factor,
        level,
        any_value(n_obs) as n_obs,
        sum(n * score_units) as total,
        sum((n * score_units)::hugeint * score_units) as total_squares,
        min(score_pct) as minimum,
        min(score_pct) filter (where n_up_to >= (n_obs + 1) // 2) as middle_low,
        min(score_pct) filter (where n_up_to >= n_obs // 2 + 1) as middle_high,
        max(score_pct) as maximum
    from {{ ref('int_level_scores_counted') }}
    group by cohort_id, benchmark_id, factor, level

),

summaries as (

    select
        cohort_levels.*,
        coalesce(sums.n_obs, 0) as n_obs,
        sums.total / sums.n_obs / 1e6 as mean,
        -- the sum of squared deviations is a difference of whole numbers and loses nothing
        (n_obs * sums.total_squares - sums.total * sums.total)::double as squares,
        sqrt(squares / (n_obs * (n_obs - 1.0))) / 1e6 as std_dev,
        sums.minimum,
        sums.middle_low / 2 + sums.middle_high / 2 as median,
        sums.maximum
    from cohort_levels
    left join sums using (cohort_id, benchmark_id, factor, level)

)

select
    * exclude (squares) replace (
        case when n_obs > 1 then std_dev end as std_dev
    ),
    case when n_obs > 1 then std_dev / sqrt(n_obs) end as std_error
from summaries
