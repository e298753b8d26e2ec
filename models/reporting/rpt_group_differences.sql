-- of the methods for clustered rows, the default of each pair and cr2
with differences as (

    select
        pairs.* replace (tests.p_holm as p_adjusted),
        tests.is_significant,
        false as is_default
    from {{ ref('stat_pairwise') }} as pairs
    inner join {{ ref('stat_multiplicity') }} as tests using (cohort_id, benchmark_id, factor, method, group_a, group_b)
    union all by name
    select * from {{ ref('stat_cluster_robust') }}
    where is_default or method = 'cr2'
    union all by name
    -- by the calibrated test, as in rpt_type_effects
    select
        * replace (
            ci_low_calibrated as ci_low,
            ci_high_calibrated as ci_high,
            p_adjusted_calibrated as p_adjusted
        ),
        {{ holds_level('type1_error_calibrated') }} as holds_level,
        false as is_default
    from {{ ref('stat_adjusted_pairs') }}

)

select
    differences.cohort_id,
    cohorts.cohort_name,
    cohorts.cohort_role,
    differences.benchmark_id,
    benchmarks.benchmark_name,
    benchmarks.benchmark_order,
    differences.factor,
    differences.group_a,
    differences.group_b,
    differences.group_a || ' − ' || differences.group_b as comparison,
    differences.method,
    case differences.method
        when 'tukey_kramer' then 'raw'
        when 'games_howell' then 'raw, unequal variances'
        when 'cr2' then 'raw, clustered by base'
        when 'mixed_cr2' then 'raw, mixed model of each group, clustered'
        when 'ancova' then 'adjusted'
        when 'g_computation' then 'adjusted, own slopes'
    end as method_name,
    differences.method in ('ancova', 'g_computation') as is_adjusted,
    differences.method not in ('tukey_kramer', 'games_howell') as is_cluster_robust,
    differences.n_a,
    differences.n_b,
    differences.n_clusters_a,
    differences.n_clusters_b,
    differences.common_share_b,
    differences.estimate_unadjusted,
    differences.estimate,
    differences.ci_low,
    differences.ci_high,
    differences.df_den,
    differences.df_den < 4 as has_few_df,
    differences.p_adjusted,
    differences.is_significant,
    differences.holds_level,
    differences.warning,
    differences.status,
    differences.is_default
from differences
inner join {{ ref('dim_cohorts') }} as cohorts on differences.cohort_id = cohorts.cohort_id
inner join {{ ref('dim_benchmarks') }} as benchmarks on differences.benchmark_id = benchmarks.benchmark_id
-- the paper's own sizes change its ranges alone
where cohorts.statistics != 'paper' or differences.factor = 'parameter_range'
