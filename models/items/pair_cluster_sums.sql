{% call here_or_handed_over() %}
-- Two evaluations on the items that both answered.
with pairs as (

    select * from {{ ref('item_pairs') }}

),

-- made first: to join all answers with all others on the items alone is what would take long
first_answers as {{ materialized() }} (

    select
        pairs.benchmark_id,
        pairs.evaluation_a,
        pairs.evaluation_b,
        results.item_key,
        results.cluster_id,
        results.score
    from pairs
    inner join {{ ref('stg_item_results') }} as results
        on pairs.evaluation_a = results.evaluation_id
        and pairs.benchmark_id = results.benchmark_id

)

select
    a.benchmark_id,
    a.evaluation_a,
    a.evaluation_b,
    coalesce(a.cluster_id, b.cluster_id) as cluster_id,
    count(*) as n_items,
    cast(sum(a.score) as bigint) as total_a,
    cast(sum(b.score) as bigint) as total_b,
    cast(sum(a.score * a.score) as bigint) as squares_a,
    cast(sum(b.score * b.score) as bigint) as squares_b,
    cast(sum(a.score * b.score) as bigint) as total_both
from first_answers as a
inner join {{ ref('stg_item_results') }} as b
    on a.evaluation_b = b.evaluation_id
    and a.benchmark_id = b.benchmark_id
    and a.item_key = b.item_key
group by a.benchmark_id, a.evaluation_a, a.evaluation_b, coalesce(a.cluster_id, b.cluster_id)
{% endcall %}
