-- of the methods for clustered rows, the default of each pair and cr2
with differences as (

    select
        pairs.* replace (tests.p_holm as p_adjusted),
        tests.is_significant,
        false as is_default
    from {{ ref('stat_pairwise') }} as pairs
    inner join {{ ref('stat_multiplicity') }} as tests
        using (cohort_id, benchmark_id, factor, method, group_a, group_b)
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

),

described as (

    select
        *,
        {{ pair_label() }} as comparison,
        case method
            when 'tukey_kramer' then 'raw'
            when 'games_howell' then 'raw, unequal variances'
            when 'cr2' then 'raw, clustered by base'
            when 'mixed_cr2' then 'average ' || {{ cluster_unit('factor') }}
            when 'ancova' then 'adjusted'
            when 'g_computation' then 'adjusted, own slopes'
        end as method_name,
        method in ('ancova', 'g_computation') as is_adjusted,
        method not in ('tukey_kramer', 'games_howell') as is_cluster_robust,
        df_den < 4 as has_few_df
    from differences

)

{{ add_names(rows='described') }}
-- the paper's own sizes change its ranges alone
where cohorts.statistics != 'paper' or named.factor = 'parameter_range'
