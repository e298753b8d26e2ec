select
    * exclude (pairs),
    'percentile' as method,
    {{ var('confidence_level') }}::double as confidence_level,
    unnest(pairs, recursive := true)
from {{ ref('fit_cluster_bootstrap') }}
