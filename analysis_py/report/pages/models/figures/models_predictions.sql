-- What a model of a new base family is expected to score at a size, whatever its training type.
select
    cohort_id,
    benchmark_order,
    format('{} · n = {:,} in {:,} families', benchmark_name, n_obs, n_base_families) as panel,
    round(parameters_b, 3) as parameters_b,
    expected_pct,
    predicted_low,
    predicted_high,
    predicted_low_90,
    predicted_high_90
from reporting.rpt_predictions
inner join reporting.rpt_cohorts using (cohort_id)
where training_type = 'all'
order by n_evaluations desc, cohort_id asc, benchmark_order asc, rpt_predictions.parameters_b asc;
