select
    cohort_id,
    gamm,
    benchmark_id,
    engine,
    unnest(concurvity, recursive := true)
from {{ ref('fit_gamms') }}
