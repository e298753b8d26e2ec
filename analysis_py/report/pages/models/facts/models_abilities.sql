-- How many abilities the benchmarks of each population measure.
select
    cohort_name,
    n_benchmarks,
    max(n_effective_abilities) as n_effective_abilities,
    max(alpha) as alpha,
    max(n_obs) as n_obs
from reporting.rpt_benchmark_redundancy
where period = 'all' and status = 'ok'
group by cohort_id, cohort_name, n_benchmarks
order by n_obs asc, cohort_name asc;
