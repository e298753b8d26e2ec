{% call here_or_handed_over() %}
select
    results.benchmark_id,
    results.item_key,
    models.base_family,
    models.parameters_b,
    count(*) as n_evaluations,
    cast(sum(results.score) as bigint) as total
from {{ ref('stg_item_results') }} as results
inner join {{ ref('item_models') }} as models on results.evaluation_id = models.evaluation_id
where models.parameters_b is not null
group by results.benchmark_id, results.item_key, models.base_family, models.parameters_b
{% endcall %}
