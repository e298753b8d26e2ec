-- The scale of every cohort, or why it carries none.
select * exclude (models, benchmarks, cells, predictions, pairs, variances)
from {{ ref('fit_ability_scales') }}
