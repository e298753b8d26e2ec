with found as (

    select
        benchmark_id,
        unnest(calibration, recursive := true)
    from {{ ref('fit_item_suspects') }}

)

select
    found.*,
    {{ var('confidence_level') }}::double as confidence_level
from found
