select
    cohort_id,
    benchmark_id,
    score_scale,
    n_obs,
    unnest(models, recursive := true)
from {{ ref('fit_emergence') }}
