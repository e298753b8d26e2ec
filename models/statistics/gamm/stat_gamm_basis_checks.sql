select
    cohort_id,
    gamm,
    benchmark_id,
    engine,
    unnest(basis_checks, recursive := true)
from {{ ref('fit_gamms') }}
