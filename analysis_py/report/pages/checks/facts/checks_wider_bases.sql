-- What twice as many basis functions change of the curves of size.
select
    cohorts.cohort_id,
    cohorts.cohort_name,
    count(*) as n_curves,
    count(*) filter (where sensitivity.is_failing) as n_patterns,
    count(*) filter (where sensitivity.is_failing_wider) as n_patterns_wider,
    median(sensitivity.max_difference_share) as median_share,
    max(sensitivity.max_difference_share) as largest_share,
    arg_max(benchmarks.benchmark_name, sensitivity.max_difference_share) as largest_benchmark
from statistics.stat_gamm_basis_sensitivity as sensitivity
inner join marts.dim_cohorts as cohorts on sensitivity.cohort_id = cohorts.cohort_id
inner join marts.dim_benchmarks as benchmarks on sensitivity.benchmark_id = benchmarks.benchmark_id
where sensitivity.sensitivity_status = 'ok'
group by cohorts.cohort_id, cohorts.cohort_name, cohorts.n_evaluations
order by cohorts.n_evaluations asc, cohorts.cohort_id asc;
