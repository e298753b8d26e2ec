-- How many abilities the benchmarks of each population measure.
select
    cohorts.cohort_name,
    redundancy.n_benchmarks,
    max(redundancy.n_effective_abilities) as n_effective_abilities,
    max(redundancy.alpha) as alpha,
    max(redundancy.n_obs) as n_obs
from statistics.stat_benchmark_redundancy as redundancy
inner join marts.dim_cohorts as cohorts on redundancy.cohort_id = cohorts.cohort_id
where redundancy.period = 'all' and redundancy.status = 'ok'
group by cohorts.cohort_id, cohorts.cohort_name, redundancy.n_benchmarks
order by n_obs asc, cohorts.cohort_name asc;
