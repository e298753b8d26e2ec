-- What the other benchmarks already say of one, with names.
with redundancies as (

    select * from {{ ref('stat_benchmark_redundancy') }}

),

cohorts as (

    select * from {{ ref('dim_cohorts') }}

),

benchmarks as (

    select * from {{ ref('dim_benchmarks') }}

)

select
    redundancies.cohort_id,
    cohorts.cohort_name,
    redundancies.benchmark_id,
    benchmarks.benchmark_name,
    benchmarks.benchmark_order,
    redundancies.period,
    redundancies.r_squared,
    redundancies.rmse_pct,
    nearest.benchmark_name as nearest_benchmark_name,
    redundancies.nearest_correlation,
    redundancies.alpha,
    redundancies.alpha_without,
    redundancies.n_effective_abilities,
    redundancies.n_benchmarks,
    redundancies.n_obs,
    redundancies.n_base_families,
    redundancies.status
from redundancies
inner join cohorts on redundancies.cohort_id = cohorts.cohort_id
inner join benchmarks on redundancies.benchmark_id = benchmarks.benchmark_id
left join benchmarks as nearest on redundancies.nearest_benchmark_id = nearest.benchmark_id
