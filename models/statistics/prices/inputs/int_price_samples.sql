-- The points of every priced model: sample 0 has the estimates, the others are joint draws.
select
    cohort_id,
    weights,
    0 as sample,
    points
from {{ ref('int_price_models') }}
union all
select
    cohort_id,
    weights,
    unnest(range(1, len(draws) + 1)) as sample,
    unnest(draws) as points
from {{ ref('int_price_models') }}
