select
    cohort_id,
    factor,
    n_neighbours,
    unnest(levels, recursive := true)
from {{ ref('fit_cluster_validity') }}
