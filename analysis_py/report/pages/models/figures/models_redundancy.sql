-- How much of a benchmark the others of its population already say.
select
    cohort_id,
    format('{}|n = {:,} in {:,} families', benchmark_name, n_obs, n_base_families) as label,
    r_squared,
    rmse_pct,
    std_dev_pct,
    nearest_benchmark_name as nearest_benchmark,
    nearest_correlation,
    alpha_without
from reporting.rpt_benchmark_redundancy
inner join reporting.rpt_cohorts using (cohort_id)
where period = 'all' and rpt_benchmark_redundancy.status = 'ok'
order by n_evaluations desc, cohort_id asc, r_squared desc;
