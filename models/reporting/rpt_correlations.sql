-- Which scores go together: each pair twice, once for each of its benchmarks, so that a pivot table is whole.
with correlations as (

    select * from {{ ref('stat_correlations') }}

),

cohorts as (

    -- with the paper's sizes its rows are the same, and so are their correlations
    select * from {{ ref('dim_cohorts') }}
    where statistics = 'all'

),

sides as (

    select
        * exclude (benchmark_a, benchmark_b),
        benchmark_a as benchmark_id,
        benchmark_b as other_benchmark_id
    from correlations
    union all
    select
        * exclude (benchmark_a, benchmark_b),
        benchmark_b as benchmark_id,
        benchmark_a as other_benchmark_id
    from correlations

)

select
    sides.cohort_id,
    cohorts.cohort_name,
    cohorts.cohort_role,
    sides.method,
    sides.benchmark_id,
    benchmarks.benchmark_name,
    benchmarks.benchmark_order,
    sides.other_benchmark_id,
    others.benchmark_name as other_benchmark_name,
    others.benchmark_order as other_benchmark_order,
    sides.estimate,
    sides.ci_low,
    sides.ci_high,
    sides.p_value,
    sides.log10_p_value,
    sides.n_obs,
    sides.status
from sides
inner join cohorts on sides.cohort_id = cohorts.cohort_id
inner join {{ ref('dim_benchmarks') }} as benchmarks on sides.benchmark_id = benchmarks.benchmark_id
inner join {{ ref('dim_benchmarks') }} as others on sides.other_benchmark_id = others.benchmark_id
