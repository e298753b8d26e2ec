-- The best by the average of all benchmarks, and what its score is worth; the largest population.
select
    winners.cohort_name,
    winners.model_name,
    winners.score_pct,
    winners.corrected_pct,
    winners.hybrid_low as ci_low,
    winners.hybrid_high as ci_high,
    winners.n_models
from reporting.rpt_winners as winners
inner join reporting.rpt_cohorts as cohorts using (cohort_id)
where winners.benchmark_id = 'average' and winners.status = 'ok'
order by cohorts.n_evaluations desc, winners.cohort_id asc
limit 1;
