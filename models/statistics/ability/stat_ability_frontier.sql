-- The best so far, month by month.
select
    cohort_id,
    model_group,
    date '1970-01-01' + month_day::integer as month_end,
    weights,
    points,
    points_low,
    points_high,
    n_models
from {{ ref('fit_ability_frontier') }}
