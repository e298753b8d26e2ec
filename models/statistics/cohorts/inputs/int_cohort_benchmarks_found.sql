with scores as (

    select * from {{ ref('int_cohort_scores_selected') }}

),

benchmarks as (

    select * from {{ ref('dim_benchmarks') }}

)

select distinct
    scores.cohort_id,
    scores.benchmark_id,
    benchmarks.benchmark_order
from scores
inner join benchmarks on scores.benchmark_id = benchmarks.benchmark_id
