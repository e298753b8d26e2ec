select
    cohort_id,
    gamm,
    benchmark_id,
    engine,
    unnest(alternative_optima, recursive := true)
from {{ ref('fit_gamms') }}
