-- What a model of a new base family is expected to score at a size, whatever its training type.
select
    predictions.cohort_id,
    benchmarks.benchmark_order,
    format(
        '{} · n = {:,} in {:,} families', benchmarks.benchmark_name, predictions.n_obs, predictions.n_base_families
    ) as panel,
    round(predictions.parameters_b, 3) as parameters_b,
    predictions.expected_pct,
    predictions.predicted_low,
    predictions.predicted_high,
    predictions.predicted_low_90,
    predictions.predicted_high_90
from statistics.stat_predictions as predictions
inner join marts.dim_benchmarks as benchmarks on predictions.benchmark_id = benchmarks.benchmark_id
inner join marts.dim_cohorts as cohorts on predictions.cohort_id = cohorts.cohort_id
where predictions.training_type = 'all'
order by
    cohorts.n_evaluations desc, predictions.cohort_id asc, benchmarks.benchmark_order asc, predictions.parameters_b asc;
