{% call add_names(benchmarks=false) %}
with indices as (

    select
        * exclude (indices, levels),
        unnest(indices, recursive := true)
    from {{ ref('fit_cluster_validity') }}

)

select
    * replace (
        array_to_string(benchmarks, ', ') as benchmarks,
        case when index_name = 'knn_purity' then n_neighbours end as n_neighbours,
        case when index_name != 'silhouette' then n_permutations end as n_permutations,
        case when index_name != 'silhouette' then seed end as seed
    )
from indices
{% endcall %}
