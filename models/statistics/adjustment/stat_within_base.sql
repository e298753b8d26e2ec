select
    * exclude (pairs),
    {{ var('confidence_level') }}::double as confidence_level,
    unnest(pairs, recursive := true)
from {{ ref('fit_base_contrasts') }}
