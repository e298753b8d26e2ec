-- What twice as many basis functions change of the curves of size.
select
    cohort_name,
    count(*) as n_curves,
    count(*) filter (where is_failing) as n_patterns,
    count(*) filter (where is_failing_wider) as n_patterns_wider,
    median(widening_share) as median_share,
    max(widening_share) as largest_share,
    arg_max(benchmark_name, widening_share) as largest_benchmark
from reporting.rpt_gamm_terms
inner join reporting.rpt_cohorts using (cohort_id, cohort_name)
where is_failing_wider is not null
group by cohort_id, cohort_name, n_evaluations
order by n_evaluations asc, cohort_id asc;
