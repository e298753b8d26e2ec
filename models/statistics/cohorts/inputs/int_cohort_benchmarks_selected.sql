-- The benchmarks of every cohort. Fits whose cost grows with the benchmarks, or faster, take those with
-- the most scores.
with counted as (

    select
        cohort_id,
        benchmark_id,
        count(*) as n_scores
    from {{ ref('int_cohort_scores_compared') }}
    group by cohort_id, benchmark_id

)

select
    counted.cohort_id,
    counted.benchmark_id,
    cohorts.statistics,
    benchmarks.benchmark_order,
    row_number() over (
        partition by counted.cohort_id order by counted.n_scores desc, benchmarks.benchmark_order asc
    ) <= {{ var('heavy_benchmarks') }} as is_in_budget
from counted
inner join {{ ref('dim_cohorts') }} as cohorts on counted.cohort_id = cohorts.cohort_id
inner join {{ ref('dim_benchmarks') }} as benchmarks on counted.benchmark_id = benchmarks.benchmark_id
