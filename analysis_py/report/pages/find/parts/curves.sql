-- What every size that occurs leads one to expect: all models of one size have it in common.
select
    positions.cohort_id,
    positions.benchmark_id,
    evaluations.parameters_b,
    max(positions.expected_pct) as expected_pct,
    max(positions.predicted_low) as predicted_low,
    max(positions.predicted_high) as predicted_high,
    max((positions.score_pct - positions.expected_pct) / nullif(positions.residual_in_sd, 0)) as std_dev_pct
from statistics.stat_model_positions as positions
inner join marts.fct_evaluations as evaluations on positions.evaluation_id = evaluations.evaluation_id
where positions.status = 'ok'
group by positions.cohort_id, positions.benchmark_id, evaluations.parameters_b
order by positions.cohort_id asc, positions.benchmark_id asc, evaluations.parameters_b asc;
