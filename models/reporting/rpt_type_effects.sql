-- One difference of two training types in five views, each with its own rows: raw, adjusted for size
-- and architectures, and within the bases that hold both. What a view lacks is null.
with raw as (

    select
        cohort_id,
        benchmark_id,
        group_a,
        group_b,
        'raw' as type_view,
        'cr2' as method,
        n_a,
        n_b,
        estimate,
        ci_low,
        ci_high,
        df_den,
        p_value,
        p_adjusted,
        is_significant,
        type1_error,
        warning,
        status
    from {{ ref('stat_cluster_robust') }}
    where factor = 'training_type' and method = 'cr2'

),

adjusted as (

    select * from {{ ref('stat_adjusted_pairs') }}
    where method = 'ancova'

),

-- what the adjusted difference starts from; without an interval, for only the estimate is adjusted
raw_sized as (

    select
        cohort_id,
        benchmark_id,
        group_a,
        group_b,
        'raw_sized' as type_view,
        'difference of means' as method,
        n_a,
        n_b,
        estimate_unadjusted as estimate,
        case when estimate_unadjusted is null then status else 'ok' end as status
    from adjusted

),

-- by the calibrated test, which holds its level where the plain one does not
adjusted_sized as (

    select
        cohort_id,
        benchmark_id,
        group_a,
        group_b,
        'adjusted' as type_view,
        method,
        n_a,
        n_b,
        estimate,
        ci_low_calibrated as ci_low,
        ci_high_calibrated as ci_high,
        df_den,
        p_value_calibrated as p_value,
        p_adjusted_calibrated as p_adjusted,
        is_significant,
        type1_error_calibrated as type1_error,
        warning,
        status
    from adjusted

),

within_base as (

    select
        cohort_id,
        benchmark_id,
        group_a,
        group_b,
        case method when 'fixed effects' then 'within_fixed' else 'within_mixed' end as type_view,
        method,
        n_a,
        n_b,
        n_bases,
        estimate,
        ci_low,
        ci_high,
        df_den,
        p_value,
        p_adjusted,
        is_significant,
        effect_sd,
        prediction_low,
        prediction_high,
        type1_error,
        warning,
        status
    from {{ ref('stat_within_base') }}
    where factor = 'training_type' and method in ('fixed effects', 'mixed, within')

),

effects as (

    select * from raw
    union all by name
    select * from raw_sized
    union all by name
    select * from adjusted_sized
    union all by name
    select * from within_base

)

select
    effects.cohort_id,
    cohorts.cohort_name,
    cohorts.cohort_role,
    effects.benchmark_id,
    benchmarks.benchmark_name,
    benchmarks.benchmark_order,
    effects.group_a,
    effects.group_b,
    effects.group_a || ' − ' || effects.group_b as comparison,
    effects.type_view,
    case effects.type_view
        when 'raw' then 'raw, all rows'
        when 'raw_sized' then 'raw, sized rows'
        when 'adjusted' then 'adjusted, sized rows'
        when 'within_fixed' then 'within base, by evaluation'
        when 'within_mixed' then 'within base, by base'
    end as type_view_name,
    list_position(['raw', 'raw_sized', 'adjusted', 'within_fixed', 'within_mixed'], effects.type_view) as type_view_order,
    effects.method,
    effects.n_a,
    effects.n_b,
    effects.n_bases,
    effects.estimate,
    effects.ci_low,
    effects.ci_high,
    effects.df_den,
    effects.p_value,
    effects.p_adjusted,
    effects.is_significant,
    effects.effect_sd,
    effects.prediction_low,
    effects.prediction_high,
    effects.type1_error,
    {{ holds_level('effects.type1_error') }} as holds_level,
    effects.warning,
    effects.status
from effects
inner join {{ ref('dim_cohorts') }} as cohorts on effects.cohort_id = cohorts.cohort_id
inner join {{ ref('dim_benchmarks') }} as benchmarks on effects.benchmark_id = benchmarks.benchmark_id
