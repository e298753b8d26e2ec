select
    *,
    'hedges_g' as measure,
    {{ var('confidence_level') }}::double as confidence_level
from {{ ref('fit_pair_effect_sizes') }}
