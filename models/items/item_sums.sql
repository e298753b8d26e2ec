{% call select_local_or_spark() %}
select
    results.benchmark_id,
    results.item_key,
    count(*) as n_evaluations,
    cast(sum(results.score) as bigint) as total,
    cast(sum(results.score * results.score) as bigint) as total_squares
from {{ ref('stg_item_results') }} as results
inner join {{ ref('evaluation_scores') }} as scores
    on results.evaluation_id = scores.evaluation_id
    and results.benchmark_id = scores.benchmark_id
where scores.left_out_because is null
group by results.benchmark_id, results.item_key
{% endcall %}
