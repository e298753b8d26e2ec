-- The score expected at every size that occurs.
select
    cohort_id,
    benchmark_id,
    parameters_b,
    max(expected_pct) as expected_pct,
    max(predicted_low) as predicted_low,
    max(predicted_high) as predicted_high,
    max((score_pct - expected_pct) / nullif(residual_in_sd, 0)) as std_dev_pct
from statistics.stat_model_positions
where status = 'ok'
group by cohort_id, benchmark_id, parameters_b
order by cohort_id asc, benchmark_id asc, parameters_b asc;
