{% call select_local_or_spark() %}
with statuses as (

    select
        evaluation_id,
        benchmark_id,
        min(status) as left_out_because
    from {{ ref('stg_item_evaluations') }}
    where status is not null
    group by evaluation_id, benchmark_id

)

select
    sums.evaluation_id,
    sums.benchmark_id,
    min(statuses.left_out_because) as left_out_because,
    -- an item without a cluster is a cluster of its own
    cast(sum(case when cluster_id is null then n_items else 1 end) as bigint) as n_clusters,
    cast(sum(n_items) as bigint) as n_items,
    cast(sum(total) as bigint) as total,
    cast(sum(total_squares) as bigint) as total_squares,
    cast(sum(case when cluster_id is null then total_squares else total * total end) as bigint) as cluster_squares,
    cast(sum(case when cluster_id is null then total else n_items * total end) as bigint) as cluster_products,
    cast(sum(case when cluster_id is null then n_items else n_items * n_items end) as bigint) as cluster_sizes
from {{ ref('evaluation_cluster_sums') }} as sums
left join statuses
    on sums.evaluation_id = statuses.evaluation_id
    and sums.benchmark_id = statuses.benchmark_id
group by sums.evaluation_id, sums.benchmark_id
{% endcall %}
