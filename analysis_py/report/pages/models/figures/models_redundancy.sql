-- How much of a benchmark the others of its population already say.
select
    redundancy.cohort_id,
    format(
        '{}|n = {:,} in {:,} families', benchmarks.benchmark_name, redundancy.n_obs, redundancy.n_base_families
    ) as label,
    redundancy.r_squared,
    redundancy.rmse_pct,
    redundancy.std_dev_pct,
    nearest.benchmark_name as nearest_benchmark,
    redundancy.nearest_correlation,
    redundancy.alpha_without
from statistics.stat_benchmark_redundancy as redundancy
inner join marts.dim_benchmarks as benchmarks on redundancy.benchmark_id = benchmarks.benchmark_id
inner join marts.dim_benchmarks as nearest on redundancy.nearest_benchmark_id = nearest.benchmark_id
inner join marts.dim_cohorts as cohorts on redundancy.cohort_id = cohorts.cohort_id
where redundancy.period = 'all' and redundancy.status = 'ok'
order by cohorts.n_evaluations desc, redundancy.cohort_id asc, redundancy.r_squared desc;
