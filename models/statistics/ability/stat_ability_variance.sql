-- Parts of the variance of scores within benchmarks.
select
    cohort_id,
    unnest(variances, recursive := true)
from {{ ref('fit_ability_scales') }}
