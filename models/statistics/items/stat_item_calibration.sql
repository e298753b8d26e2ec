with found as (

    select
        benchmark_id,
        unnest(calibration, recursive := true)
    from {{ ref('fit_item_suspects') }}

)

select
    benchmark_id,
    is_calibrated,
    stated,
    n_flagged,
    realised,
    ci_low,
    ci_high,
    {{ var('confidence_level') }}::double as confidence_level
from found
