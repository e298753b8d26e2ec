-- Pairs of evaluations with the sums over clusters that clustered errors need, d being the difference.
with clusters as (

    select
        *,
        cluster_id is null as is_single,
        total_a - total_b as difference,
        squares_a + squares_b - 2 * total_both as difference_squares
    from {{ ref('pair_cluster_sums') }}

)

select
    benchmark_id,
    evaluation_a,
    evaluation_b,
    sum(n_items)::bigint as n_items,
    -- an item without a cluster is a cluster of its own
    sum(case when is_single then n_items else 1 end)::bigint as n_clusters,
    sum(total_a)::bigint as total_a,
    sum(total_b)::bigint as total_b,
    sum(squares_a)::bigint as squares_a,
    sum(squares_b)::bigint as squares_b,
    sum(difference_squares)::bigint as difference_squares,
    sum(case when is_single then difference_squares else difference * difference end)::bigint as cluster_squares,
    sum(case when is_single then difference else n_items * difference end)::bigint as cluster_products,
    sum(case when is_single then n_items else n_items * n_items end)::bigint as cluster_sizes
from clusters
group by benchmark_id, evaluation_a, evaluation_b
