select
    *,
    {{ var('confidence_level') }}::double as confidence_level
from {{ ref('fit_effects_at_size') }}
