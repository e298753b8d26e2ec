-- The best evaluation of one benchmark or on the average of all, with names.
select
    winners.cohort_id,
    cohorts.cohort_name,
    cohorts.cohort_role,
    winners.benchmark_id,
    coalesce(benchmarks.benchmark_name, 'Average') as benchmark_name,
    coalesce(benchmarks.benchmark_order, 0)::integer as benchmark_order,
    winners.* exclude (cohort_id, benchmark_id)
from {{ ref('stat_winners') }} as winners
inner join {{ ref('dim_cohorts') }} as cohorts on winners.cohort_id = cohorts.cohort_id
left join {{ ref('dim_benchmarks') }} as benchmarks on winners.benchmark_id = benchmarks.benchmark_id
