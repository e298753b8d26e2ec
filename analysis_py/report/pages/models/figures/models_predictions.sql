-- What a model of the next base family is expected to score at a size, whatever its training type; of one
-- like those before where there are no dates.
select
    cohort_id,
    benchmark_order,
    format('{} · n = {:,} in {:,} families', benchmark_name, n_obs, n_base_families) as panel,
    if(next_family_low is null, 'like those before', 'next base family') as interval_for,
    round(parameters_b, 3) as parameters_b,
    expected_pct,
    coalesce(next_family_low, predicted_low) as predicted_low,
    coalesce(next_family_high, predicted_high) as predicted_high,
    coalesce(next_family_low_90, predicted_low_90) as predicted_low_90,
    coalesce(next_family_high_90, predicted_high_90) as predicted_high_90
from statistics.stat_predictions
inner join marts.dim_cohorts using (cohort_id)
where training_type = 'all'
order by n_evaluations desc, cohort_id asc, benchmark_order asc, stat_predictions.parameters_b asc;
