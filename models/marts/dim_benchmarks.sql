with benchmarks as (

    select * from {{ ref('benchmarks') }}

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
