-- One difference of two training types in five views, each with its own rows: raw, adjusted for size
-- and architectures, and within the bases that hold both. What a view lacks is null.
with adjusted as (

    select * from {{ ref('stat_adjusted_pairs') }}
    where method = 'ancova'

),

effects as (

    select
        *,
        'raw' as type_view
    from {{ ref('stat_cluster_robust') }}
    where factor = 'training_type' and method = 'cr2'
    union all by name
    -- what the adjusted difference starts from; without an interval, for only the estimate is adjusted
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
    union all by name
    -- by the calibrated test, which holds its level where the plain one does not
    select
        * replace (
            ci_low_calibrated as ci_low,
            ci_high_calibrated as ci_high,
            p_value_calibrated as p_value,
            p_adjusted_calibrated as p_adjusted,
            type1_error_calibrated as type1_error
        ),
        'adjusted' as type_view
    from adjusted
    union all by name
    select
        *,
        case method when 'fixed effects' then 'within_fixed' else 'within_mixed' end as type_view
    from {{ ref('stat_within_base') }}
    where factor = 'training_type' and method in ('fixed effects', 'mixed, within')

),

described as (

    select
        * replace ({{ holds_level('type1_error') }} as holds_level),
        {{ pair_label() }} as comparison,
        case type_view
            when 'raw' then 'raw, all rows'
            when 'raw_sized' then 'raw, sized rows'
            when 'adjusted' then 'adjusted, sized rows'
            when 'within_fixed' then 'within base, by evaluation'
            when 'within_mixed' then 'within base, by base'
        end as type_view_name,
        list_position(['raw', 'raw_sized', 'adjusted', 'within_fixed', 'within_mixed'], type_view) as type_view_order
    from effects

)

{{ name_rows('described') }}
