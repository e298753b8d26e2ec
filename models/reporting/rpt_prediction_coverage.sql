-- How often intervals for new base families were right, with names.
with coverages as (

    select
        *,
        abs(coverage - nominal) <= 0.02 as is_within_two_points
    from {{ ref('stat_prediction_coverage') }}

)

{{ name_rows('coverages') }}
