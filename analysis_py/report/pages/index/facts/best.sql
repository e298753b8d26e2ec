-- The best by the average of all benchmarks, and what its score is worth; the largest population.
select
    winners.cohort_name,
    winners.model_name,
    winners.score_pct,
    winners.corrected_pct,
    winners.ci_low,
    winners.ci_high,
    winners.n_models
from reporting.rpt_winners as winners
inner join reporting.rpt_cohorts as cohorts using (cohort_id)
where winners.benchmark_id = 'average' and winners.status = 'ok'
order by cohorts.n_evaluations desc, winners.cohort_id asc
limit 1;
