-- How much of the spread of scores is the luck of which items were asked, on the widest populations.
select
    cohort_name,
    benchmark_name,
    n_obs,
    n_items,
    noise_sd,
    noise_share,
    noise_share_within_base
from reporting.rpt_measurement_noise
inner join reporting.rpt_cohorts using (cohort_id, cohort_name)
where rpt_measurement_noise.status = 'ok' and is_widest
order by n_evaluations asc, cohort_name asc, benchmark_order asc, benchmark_name asc;
