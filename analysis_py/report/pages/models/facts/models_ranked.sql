-- How many evaluations of each population are indistinguishable from the best, by the average of all
-- benchmarks, and what the score of the best is worth.
select
    ranks.cohort_name,
    ranks.n_models,
    count(*) filter (where ranks.is_among_best) as n_among_best,
    median(ranks.rank_high - ranks.rank_low + 1) as median_width,
    any_value(winners.model_name) as best_model,
    any_value(winners.score_pct) as best_pct,
    any_value(winners.corrected_pct) as corrected_pct,
    any_value(winners.hybrid_low) as ci_low,
    any_value(winners.hybrid_high) as ci_high
from reporting.rpt_model_ranks as ranks
left join reporting.rpt_winners as winners using (cohort_id, benchmark_id)
where ranks.benchmark_id = 'average' and ranks.status = 'ok'
group by ranks.cohort_id, ranks.cohort_name, ranks.n_models
order by ranks.n_models asc, ranks.cohort_name asc;
