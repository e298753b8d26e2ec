{% call here_or_handed_over() %}
select
    benchmark_id,
    item_key,
    parameters_b,
    cast(sum(n_evaluations) as bigint) as n_evaluations,
    cast(sum(total) as bigint) as total
from {{ ref('item_family_sums') }}
group by benchmark_id, item_key, parameters_b
{% endcall %}
