-- How often base families left out lay in the intervals that were predicted for them.
select
    cohort_name,
    predicted_from,
    nominal,
    min(coverage) as lowest,
    max(coverage) as highest,
    min(coverage_uncalibrated) as lowest_uncalibrated,
    max(coverage_uncalibrated) as highest_uncalibrated,
    median(median_width_pct) as median_width_pct,
    count(*) as n_benchmarks,
    max(n_base_families) as n_base_families
from reporting.rpt_prediction_coverage
inner join reporting.rpt_cohorts using (cohort_id, cohort_name)
group by cohort_name, n_evaluations, predicted_from, nominal
order by n_evaluations asc, cohort_name asc, predicted_from asc, nominal asc;
