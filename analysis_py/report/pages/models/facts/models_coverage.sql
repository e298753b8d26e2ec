-- How often base families left out lay in the intervals that were predicted for them.
select
    cohorts.cohort_name,
    coverage.predicted_from,
    coverage.nominal,
    min(coverage.coverage) as lowest,
    max(coverage.coverage) as highest,
    min(coverage.coverage_uncalibrated) as lowest_uncalibrated,
    max(coverage.coverage_uncalibrated) as highest_uncalibrated,
    median(coverage.median_width_pct) as median_width_pct,
    count(*) as n_benchmarks,
    max(coverage.n_base_families) as n_base_families
from statistics.stat_prediction_coverage as coverage
inner join marts.dim_cohorts as cohorts on coverage.cohort_id = cohorts.cohort_id
group by cohorts.cohort_id, cohorts.cohort_name, cohorts.n_evaluations, coverage.predicted_from, coverage.nominal
order by
    cohorts.n_evaluations asc, cohorts.cohort_name asc, coverage.predicted_from asc, coverage.nominal asc;
