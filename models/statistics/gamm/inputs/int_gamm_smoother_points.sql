-- Curve and slope of each term at its 100 points by every smoother; a
-- slope is null where a smoother has no rows.
with smoothers as (

    select
        cohort_id,
        gamm,
        benchmark_id,
        unnest(smoothers, recursive := true)
    from {{ ref('fit_gamms') }}

)

select
    cohort_id,
    gamm,
    benchmark_id,
    term,
    basis,
    k,
    row_selection,
    has_family_slopes,
    unnest(x) as x,
    unnest(estimate) as estimate,
    unnest(std_error) as std_error,
    unnest(slope_low) as slope_low,
    unnest(slope_high) as slope_high
from smoothers
where x is not null
