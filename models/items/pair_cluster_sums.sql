{% call select_local_or_spark() %}
-- Two evaluations on the items that both answered. Numbers stand for pairs and for evaluations on a
-- benchmark: what is joined is long, and names would be most of it.
with pairs as (

    select
        benchmark_id,
        evaluation_a,
        evaluation_b,
        cast(row_number() over (order by benchmark_id, evaluation_a, evaluation_b) as int) as pair_number
    from {{ ref('item_pairs') }}

),

second_ones as (

    select
        benchmark_id,
        evaluation_b,
        cast(row_number() over (order by benchmark_id, evaluation_b) as int) as second_number
    from (select distinct benchmark_id, evaluation_b from pairs) as known

),

numbered as (

    select
        pairs.pair_number,
        pairs.benchmark_id,
        pairs.evaluation_a,
        second_ones.second_number
    from pairs
    inner join second_ones
        on pairs.benchmark_id = second_ones.benchmark_id
        and pairs.evaluation_b = second_ones.evaluation_b

),

-- both materialised: joining all answers with all others on the items would take long
first_answers as {{ materialized_keyword() }} (

    select
        numbered.pair_number,
        numbered.second_number,
        results.item_key,
        results.cluster_id,
        cast(results.score as int) as score
    from numbered
    inner join {{ ref('stg_item_results') }} as results
        on numbered.evaluation_a = results.evaluation_id
        and numbered.benchmark_id = results.benchmark_id

),

second_answers as {{ materialized_keyword() }} (

    select
        second_ones.second_number,
        results.item_key,
        results.cluster_id,
        cast(results.score as int) as score
    from second_ones
    inner join {{ ref('stg_item_results') }} as results
        on second_ones.evaluation_b = results.evaluation_id
        and second_ones.benchmark_id = results.benchmark_id

),

sums as (

    select
        a.pair_number,
        coalesce(a.cluster_id, b.cluster_id) as cluster_id,
        count(*) as n_items,
        cast(sum(a.score) as bigint) as total_a,
        cast(sum(b.score) as bigint) as total_b,
        cast(sum(cast(a.score as bigint) * a.score) as bigint) as squares_a,
        cast(sum(cast(b.score as bigint) * b.score) as bigint) as squares_b,
        cast(sum(cast(a.score as bigint) * b.score) as bigint) as total_both
    from first_answers as a
    inner join second_answers as b
        on a.second_number = b.second_number
        and a.item_key = b.item_key
    group by a.pair_number, coalesce(a.cluster_id, b.cluster_id)

)

select
    pairs.benchmark_id,
    pairs.evaluation_a,
    pairs.evaluation_b,
    sums.cluster_id,
    sums.n_items,
    sums.total_a,
    sums.total_b,
    sums.squares_a,
    sums.squares_b,
    sums.total_both
from sums
inner join pairs on sums.pair_number = pairs.pair_number
{% endcall %}
