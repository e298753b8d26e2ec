-- What a model would score on a benchmark that it was not run on.
select
    cohort_id,
    unnest(predictions, recursive := true)
from {{ ref('fit_ability_scales') }}
