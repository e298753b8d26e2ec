-- Whether an ability emerges, by benchmark and population, on the score in percent.
select
    cohort_name,
    cohort_order,
    benchmark_name,
    benchmark_order,
    replace(verdict, 'not tested', 'too few models') as verdict,
    coalesce(n_obs, 0) as n_obs
from reporting.rpt_emergence
inner join reporting.rpt_cohorts using (cohort_id, cohort_name)
where score_scale = 'raw'
order by cohort_order, benchmark_order;
