-- What a board would say of these answers, did it average parts of a
-- benchmark, or its items and the kinds in them.
with registered as (

    select benchmark_id
    from {{ ref('item_benchmarks') }}
    where board_benchmark_id is not null

),

parts as (

    select
        results.evaluation_id,
        results.benchmark_id,
        items.part,
        sum(results.score) / 100 / count(*) as score_pct,
        sum(len(string_split(items.kinds, ';'))) as n_kinds
    from {{ ref('stg_item_results') }} as results
    inner join registered on results.benchmark_id = registered.benchmark_id
    inner join {{ ref('stg_items') }} as items
        on results.benchmark_id = items.benchmark_id and results.item_key = items.item_key
    group by results.evaluation_id, results.benchmark_id, items.part

)

select
    evaluation_id,
    benchmark_id,
    sum(score_pct order by part) / count(*) as mean_of_parts_pct,
    sum(n_kinds)::bigint as n_kinds
from parts
group by evaluation_id, benchmark_id
