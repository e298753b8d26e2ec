-- The benchmarks that are described, and after them those that results name and nobody described:
-- what the results say of them is known, the rest is null.
with benchmarks as (

    select * from {{ ref('benchmarks') }}

),

found as (

    select
        scores.benchmark_id,
        min(scores.benchmark) as benchmark_name,
        max(scores.n_items) as n_items,
        mode(scores.n_shots order by scores.n_shots) as n_shots,
        mode(scores.metric order by scores.metric) as metric
    from {{ ref('int_scores_chosen') }} as scores
    anti join benchmarks on scores.benchmark_id = benchmarks.benchmark_id
    group by scores.benchmark_id

)

select
    benchmark_id,
    benchmark_name,
    benchmark_order,
    ability,
    n_items,
    n_shots,
    chance_pct,
    metric
from benchmarks
union all
select
    benchmark_id,
    benchmark_name,
    ((select max(benchmark_order) from benchmarks) + row_number() over (order by benchmark_id))::integer as benchmark_order,
    'unclassified' as ability,
    n_items,
    n_shots,
    null as chance_pct,
    metric
from found
