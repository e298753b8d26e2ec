with summaries as (

    select * from {{ ref('stat_group_summaries') }}
    where factor = 'parameter_range' and is_tested

),

pairs as (

    select * from {{ ref('stat_pairwise') }}
    where factor = 'parameter_range' and method = 'tukey_kramer' and status = 'ok'

),

letters as (

    select * from {{ ref('stat_letters') }}
    where factor = 'parameter_range'

),

clusters as (

    select * from {{ ref('stat_cluster_robust') }}
    where factor = 'parameter_range' and is_default

),

-- All pairs of a benchmark share one critical value and one pooled standard deviation. The bar of a
-- mean is as wide as makes two means of n rows each differ just when their bars no longer touch.
scales as (

    select
        cohort_id,
        benchmark_id,
        median((ci_high - estimate) / sqrt(1 / n_a + 1 / n_b)) / sqrt(2) as half_width_of_one
    from pairs
    group by cohort_id, benchmark_id

),

families as (

    select
        cohort_id,
        benchmark_id,
        parameter_range,
        max(n_clusters) as n_base_families
    from (
        select
            cohort_id,
            benchmark_id,
            unnest([group_a, group_b]) as parameter_range,
            unnest([n_clusters_a, n_clusters_b]) as n_clusters
        from clusters
    ) as levels
    group by cohort_id, benchmark_id, parameter_range

)

select
    summaries.cohort_id,
    cohorts.cohort_name,
    cohorts.cohort_role,
    summaries.benchmark_id,
    benchmarks.benchmark_name,
    benchmarks.benchmark_order,
    summaries.level as parameter_range,
    ranges.range_order,
    ranges.lower_b,
    ranges.upper_b,
    summaries.n_obs,
    families.n_base_families,
    summaries.mean,
    summaries.std_dev,
    summaries.mean - scales.half_width_of_one / sqrt(summaries.n_obs) as comparison_low,
    summaries.mean + scales.half_width_of_one / sqrt(summaries.n_obs) as comparison_high,
    tukey_kramer.letters as letters_tukey_kramer,
    games_howell.letters as letters_games_howell
from summaries
inner join {{ ref('dim_cohorts') }} as cohorts using (cohort_id)
inner join {{ ref('dim_benchmarks') }} as benchmarks using (benchmark_id)
inner join {{ ref('dim_parameter_ranges') }} as ranges
    on
    cohorts.parameter_range_scheme = ranges.scheme
    and summaries.level = ranges.parameter_range
left join scales using (cohort_id, benchmark_id)
left join families
    on
    summaries.cohort_id = families.cohort_id
    and summaries.benchmark_id = families.benchmark_id
    and summaries.level = families.parameter_range
left join letters as tukey_kramer
    on
    summaries.cohort_id = tukey_kramer.cohort_id
    and summaries.benchmark_id = tukey_kramer.benchmark_id
    and summaries.level = tukey_kramer.level
    and tukey_kramer.method = 'tukey_kramer'
left join letters as games_howell
    on
    summaries.cohort_id = games_howell.cohort_id
    and summaries.benchmark_id = games_howell.benchmark_id
    and summaries.level = games_howell.level
    and games_howell.method = 'games_howell'
where summaries.n_obs > 0
