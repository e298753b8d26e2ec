-- The t-SNE picture as points with their labels. The range of sizes is that of the cohort's own scheme.
with points as (

    select
        points.*,
        evaluations.* exclude (evaluation_id, parameter_range),
        ranges.level as parameter_range,
        ranges.level_order as parameter_range_order
    from {{ ref('stat_embedding_points') }} as points
    inner join {{ ref('fct_evaluations') }} as evaluations on points.evaluation_id = evaluations.evaluation_id
    inner join {{ ref('int_cohort_levels_assigned') }} as ranges
        on points.cohort_id = ranges.cohort_id
        and points.evaluation_id = ranges.evaluation_id
        and ranges.factor = 'parameter_range'

)

{{ add_names(rows='points', benchmarks=false) }}
