with levels as (

    select
        cohort_id,
        factor,
        n_neighbours,
        unnest(levels, recursive := true)
    from {{ ref('fit_cluster_validity') }}

)

select
    cohort_id,
    factor,
    level,
    n_obs,
    n_judged,
    silhouette,
    knn_purity,
    expected_purity,
    n_neighbours,
    status
from levels
