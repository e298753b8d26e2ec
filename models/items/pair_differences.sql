{% call select_local_or_spark() %}
-- Two evaluations on a benchmark that gives parts of full marks: how many
-- of the items that both answered have each difference, in ten-thousandths.
with graded as (

    select distinct benchmark_id
    from {{ ref('stg_item_results') }}
    where score not in (0, 10000)

)

select
    pairs.benchmark_id,
    pairs.evaluation_a,
    pairs.evaluation_b,
    cast(b.score - a.score as bigint) as difference,
    count(*) as n_items
from {{ ref('item_pairs') }} as pairs
inner join graded on pairs.benchmark_id = graded.benchmark_id
inner join {{ ref('stg_item_results') }} as a
    on pairs.evaluation_a = a.evaluation_id and pairs.benchmark_id = a.benchmark_id
inner join {{ ref('stg_item_results') }} as b
    on pairs.evaluation_b = b.evaluation_id
    and pairs.benchmark_id = b.benchmark_id
    and a.item_key = b.item_key
group by pairs.benchmark_id, pairs.evaluation_a, pairs.evaluation_b, b.score - a.score
{% endcall %}
