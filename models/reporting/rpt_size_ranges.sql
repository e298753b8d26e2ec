with summaries as (

    select * from {{ ref('stat_group_summaries') }}
    where factor = 'parameter_range' and is_tested

),

pairs as (

    select * from {{ ref('stat_pairwise') }}
    where factor = 'parameter_range' and method = 'tukey_kramer' and status = 'ok'

),

letters as (

    pivot {{ ref('stat_letters') }}
    on method in ('tukey_kramer', 'games_howell')
    using any_value(letters)
    group by cohort_id, benchmark_id, factor, level

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
        level,
        max(n_clusters) as n_base_families
    from (
        select
            cohort_id,
            benchmark_id,
            unnest([group_a, group_b]) as level,
            unnest([n_clusters_a, n_clusters_b]) as n_clusters
        from clusters
    ) as levels
    group by cohort_id, benchmark_id, level

),

described as (

    select
        summaries.*,
        summaries.level as parameter_range,
        ranges.range_order,
        ranges.lower_b,
        ranges.upper_b,
        families.n_base_families,
        summaries.mean - scales.half_width_of_one / sqrt(summaries.n_obs) as comparison_low,
        summaries.mean + scales.half_width_of_one / sqrt(summaries.n_obs) as comparison_high,
        letters.tukey_kramer as letters_tukey_kramer,
        letters.games_howell as letters_games_howell
    from summaries
    inner join {{ ref('dim_cohorts') }} as cohorts using (cohort_id)
    inner join {{ ref('dim_parameter_ranges') }} as ranges
        on cohorts.parameter_range_scheme = ranges.scheme and summaries.level = ranges.parameter_range
    left join scales using (cohort_id, benchmark_id)
    left join families using (cohort_id, benchmark_id, level)
    left join letters using (cohort_id, benchmark_id, factor, level)
    where summaries.n_obs > 0

)

{{ add_names(rows='described') }}
