select
    cohort_id,
    benchmark_id,
    score_scale,
    judged_on,
    n_samples,
    seed,
    {{ significance_level() }}::double as significance_level,
    unnest(tests, recursive := true)
from {{ ref('fit_emergence') }}
