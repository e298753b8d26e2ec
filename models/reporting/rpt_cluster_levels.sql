-- Do the evaluations of a level lie together?
with levels as (

    select
        levels.*,
        ranges.range_order as level_order
    from {{ ref('stat_cluster_levels') }} as levels
    inner join {{ ref('dim_cohorts') }} as cohorts on levels.cohort_id = cohorts.cohort_id
    left join {{ ref('dim_parameter_ranges') }} as ranges
        on
        cohorts.parameter_range_scheme = ranges.scheme
        and levels.factor = 'parameter_range'
        and levels.level = ranges.parameter_range

)

{{ name_rows('levels', benchmarks=false) }}
