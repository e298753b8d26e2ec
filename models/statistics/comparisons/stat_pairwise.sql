select
    cohort_id,
    benchmark_id,
    factor,
    pair_method as method,
    {{ var('confidence_level') }}::double as confidence_level,
    unnest(pairs, recursive := true)
from {{ ref('fit_anovas') }}
where pair_method is not null
