-- Whether a jump was found on the widest population of each snapshot, and what the test could find.
select
    cohort_name,
    benchmark_name,
    predictor,
    max(n_obs) as n_obs,
    count(*) filter (where is_found) as n_found,
    count(*) as n_scales,
    min(p_value) as p_value,
    max(false_alarm_rate) as false_alarm_rate,
    min(power_at_jump) as power_lowest,
    max(power_at_jump) as power_highest
from reporting.rpt_emergence_tests
inner join reporting.rpt_cohorts using (cohort_id, cohort_name)
where rpt_emergence_tests.status = 'ok' and is_widest
group by cohort_name, n_evaluations, benchmark_name, benchmark_order, predictor
order by n_evaluations asc, cohort_name asc, benchmark_order asc, benchmark_name asc, predictor asc;
