select
    cohort_id,
    gamm,
    benchmark_id,
    {{ var('confidence_level') }}::double as confidence_level,
    unnest(random_effects, recursive := true)
from {{ ref('fit_gamms') }}
