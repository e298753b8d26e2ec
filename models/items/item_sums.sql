{% call select_local_or_spark() %}
select
    benchmark_id,
    item_key,
    count(*) as n_evaluations,
    cast(sum(score) as bigint) as total,
    cast(sum(score * score) as bigint) as total_squares
from {{ ref('stg_item_results') }}
group by benchmark_id, item_key
{% endcall %}
