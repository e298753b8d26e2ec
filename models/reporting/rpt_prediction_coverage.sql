-- How often intervals for new base families were right, with names; a row that could not be judged is left
-- out.
with coverages as (

    select
        *,
        abs(coverage - nominal) <= 0.02 as is_within_two_points
    from {{ ref('stat_prediction_coverage') }}
    where status = 'ok'

)

{{ add_names(rows='coverages') }}
