-- Every score of a scale, and what the scale makes of it.
select
    cohort_id,
    unnest(cells, recursive := true)
from {{ ref('fit_ability_scales') }}
