select
    scheme,
    parameter_range,
    lower_b::double as lower_b,
    upper_b::double as upper_b,
    includes_upper,
    range_order
from {{ ref('parameter_ranges') }}
