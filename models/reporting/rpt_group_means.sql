with letters as (

    pivot {{ ref('stat_letters') }}
    on method in ('tukey_kramer', 'games_howell')
    using any_value(letters)
    group by cohort_id, benchmark_id, factor, level

),

adjusted as (

    select * from {{ ref('stat_adjusted_means') }}
    where method = 'ancova'

)

select
    summaries.cohort_id,
    cohorts.cohort_name,
    cohorts.cohort_role,
    summaries.benchmark_id,
    benchmarks.benchmark_name,
    benchmarks.benchmark_order,
    summaries.factor,
    summaries.level,
    summaries.level_order,
    summaries.n_obs,
    summaries.mean,
    summaries.std_dev,
    summaries.std_error,
    summaries.mean - 2 * summaries.std_error as two_se_low,
    summaries.mean + 2 * summaries.std_error as two_se_high,
    letters.tukey_kramer as letters_tukey_kramer,
    letters.games_howell as letters_games_howell,
    adjusted.n_obs as n_adjusted,
    adjusted.estimate_unadjusted as mean_unadjusted,
    adjusted.estimate as mean_adjusted,
    adjusted.ci_low as mean_adjusted_low,
    adjusted.ci_high as mean_adjusted_high,
    adjusted.warning
from {{ ref('stat_group_summaries') }} as summaries
inner join {{ ref('dim_cohorts') }} as cohorts using (cohort_id)
inner join {{ ref('dim_benchmarks') }} as benchmarks using (benchmark_id)
left join letters using (cohort_id, benchmark_id, factor, level)
left join adjusted using (cohort_id, benchmark_id, factor, level)
-- the paper's own sizes change its ranges alone
where cohorts.statistics != 'paper' or summaries.factor = 'parameter_range'
