select
    cohort_id,
    gamm,
    benchmark_id,
    engine,
    unnest(coefficients, recursive := true)
from {{ ref('fit_gamms') }}
