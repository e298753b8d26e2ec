with scores as (

    select * from {{ ref('int_cohort_scores_selected') }}

),

levels as (

    select * from {{ ref('int_cohort_levels_assigned') }}

),

cohort_benchmarks as (

    select * from {{ ref('int_cohort_benchmarks_found') }}

),

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
    from levels
    inner join cohort_benchmarks
        on levels.cohort_id = cohort_benchmarks.cohort_id
    group by all

),

sums as (

    select
        levels.cohort_id,
        scores.benchmark_id,
        levels.factor,
        levels.level,
        count(*) as n_obs,
        sum(scores.score_units) as total,
        sum(scores.score_units::hugeint * scores.score_units) as total_squares,
        min(scores.score_pct) as minimum,
        median(scores.score_pct) as median,
        max(scores.score_pct) as maximum
    from levels
    inner join scores
        on levels.cohort_id = scores.cohort_id
        and levels.evaluation_id = scores.evaluation_id
    group by all

),

summaries as (

    select
        cohort_levels.*,
        coalesce(sums.n_obs, 0) as n_obs,
        sums.total / sums.n_obs / 1e6 as mean,
        -- the sum of squared deviations is a difference of whole numbers and loses nothing
        sqrt((n_obs * sums.total_squares - sums.total * sums.total)::double / (n_obs * (n_obs - 1.0))) / 1e6 as std_dev,
        sums.minimum,
        sums.median,
        sums.maximum
    from cohort_levels
    left join sums
        on cohort_levels.cohort_id = sums.cohort_id
        and cohort_levels.benchmark_id = sums.benchmark_id
        and cohort_levels.factor = sums.factor
        and cohort_levels.level = sums.level

)

select
    cohort_id,
    benchmark_id,
    factor,
    level,
    level_order,
    is_tested,
    n_evaluations,
    n_obs,
    mean,
    case when n_obs > 1 then std_dev end as std_dev,
    case when n_obs > 1 then std_dev / sqrt(n_obs) end as std_error,
    minimum,
    median,
    maximum
from summaries
