select
    cohort_id,
    benchmark_id,
    factor,
    cluster_unit,
    n_obs,
    n_clusters,
    unnest(omnibus, recursive := true)
from {{ ref('fit_cluster_robust') }}
