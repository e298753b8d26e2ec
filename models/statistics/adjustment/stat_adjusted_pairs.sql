with pairs as (

    select
        * exclude (means, pairs),
        {{ var('confidence_level') }}::double as confidence_level,
        unnest(pairs, recursive := true)
    from {{ ref('fit_adjusted_types') }}

)

select
    *,
    estimate - critical_t * std_error as ci_low_calibrated,
    estimate + critical_t * std_error as ci_high_calibrated
from pairs
