select
    cohort_id,
    gamm,
    benchmark_id,
    engine,
    unnest(basis_sensitivity, recursive := true)
from {{ ref('fit_gamms') }}
