{% call select_local_or_spark() %}
select
    evaluation_id,
    benchmark_id,
    cluster_id,
    count(*) as n_items,
    cast(sum(score) as bigint) as total,
    cast(sum(score * score) as bigint) as total_squares
from {{ ref('stg_item_results') }}
group by evaluation_id, benchmark_id, cluster_id
{% endcall %}
