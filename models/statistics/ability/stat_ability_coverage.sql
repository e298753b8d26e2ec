-- What intervals of scores cover that the fit did not see.
select
    cohort_id,
    unnest(coverages, recursive := true),
    seed,
    0.9::double as nominal_coverage
from {{ ref('fit_ability_scales') }}
