-- Whether an ability emerges, by benchmark and population, on the score in percent.
select
    cohort_name,
    min(taken_on || format('{:07d}', dim_cohorts.n_evaluations)) over (partition by cohort_id) as cohort_order,
    benchmark_name,
    benchmark_order,
    coalesce(verdict, 'too few models') as verdict,
    coalesce(n_obs, 0) as n_obs
from statistics.stat_emergence
inner join marts.dim_cohorts using (cohort_id)
inner join marts.dim_snapshots using (snapshot_id)
inner join marts.dim_benchmarks using (benchmark_id)
where score_scale = 'raw'
order by cohort_order, benchmark_order;
