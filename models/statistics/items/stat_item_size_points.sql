-- What a figure of an item over size shows.
select
    benchmark_id,
    item_key,
    parameters_b,
    n_evaluations,
    total / 1e4 / n_evaluations as share_right
from {{ ref('item_size_sums') }}
