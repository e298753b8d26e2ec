select
    sums.benchmark_id,
    sums.item_key,
    names.item,
    sums.n_evaluations,
    sums.total / 1e4 / sums.n_evaluations as share_right,
    discriminations.n_obs,
    discriminations.n_groups,
    discriminations.discrimination,
    coalesce(discriminations.status, 'no evaluation that answered the most items answered it') as status
from {{ ref('item_sums') }} as sums
left join {{ ref('fit_item_discrimination') }} as discriminations using (benchmark_id, item_key)
left join {{ ref('stg_items') }} as names using (benchmark_id, item_key)
