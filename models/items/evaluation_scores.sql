{% call select_local_or_spark() %}
with evaluations as (

    select
        sums.evaluation_id,
        sums.benchmark_id,
        max(models.is_committed) as is_committed
    from {{ ref('evaluation_cluster_sums') }} as sums
    inner join {{ ref('stg_item_models') }} as models on sums.evaluation_id = models.evaluation_id
    group by sums.evaluation_id, sums.benchmark_id

),

-- what is published of the project's own answers must not depend on who imports others
imported as (

    select
        evaluation_id,
        benchmark_id,
        'an import of a benchmark whose answers the project has' as left_out_because
    from (
        select
            *,
            max(is_committed) over (partition by benchmark_id) as is_of_project
        from evaluations
    ) as known
    where is_of_project and not is_committed

),

statuses as (

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
    coalesce(min(statuses.left_out_because), min(imported.left_out_because)) as left_out_because,
    -- an item without a cluster is a cluster of its own
    cast(sum(case when cluster_id is null then n_items else 1 end) as bigint) as n_clusters,
    cast(sum(n_items) as bigint) as n_items,
    cast(sum(total) as bigint) as total,
    cast(sum(total_squares) as bigint) as total_squares,
    cast(
        sum(case when cluster_id is null then total_squares else total * total end) as bigint
    ) as cluster_squares,
    cast(sum(case when cluster_id is null then total else n_items * total end) as bigint) as cluster_products,
    cast(sum(case when cluster_id is null then n_items else n_items * n_items end) as bigint) as cluster_sizes
from {{ ref('evaluation_cluster_sums') }} as sums
left join statuses
    on sums.evaluation_id = statuses.evaluation_id
    and sums.benchmark_id = statuses.benchmark_id
left join imported
    on sums.evaluation_id = imported.evaluation_id
    and sums.benchmark_id = imported.benchmark_id
group by sums.evaluation_id, sums.benchmark_id
{% endcall %}
