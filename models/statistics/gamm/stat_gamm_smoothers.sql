-- Every curve by every smoother of the committed set, and whether all of them find what it finds.
with smoothers as (

    select
        cohort_id,
        gamm,
        benchmark_id,
        unnest(smoothers, recursive := true)
    from {{ ref('fit_gamms') }}

)

select
    * exclude (x, estimate, std_error, slope_low, slope_high),
    {{ var('confidence_level') }}::double as confidence_level
from smoothers
