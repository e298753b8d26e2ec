-- Scores of evaluations whose single answers were brought in, the best first.
select
    scores.model_name,
    benchmarks.benchmark_name,
    scores.n_items,
    scores.n_clusters,
    scores.score_pct,
    scores.std_error_independent_pct,
    scores.std_error_pct,
    scores.ci_low,
    scores.ci_high,
    ranks.rank,
    ranks.rank_low,
    ranks.rank_high,
    scores.status
from statistics.stat_item_scores as scores
left join statistics.stat_item_ranks as ranks
    on scores.benchmark_id = ranks.benchmark_id and scores.evaluation_id = ranks.evaluation_id
inner join marts.dim_benchmarks as benchmarks on scores.benchmark_id = benchmarks.benchmark_id
order by benchmarks.benchmark_order asc, scores.score_pct desc, scores.model_name asc, scores.evaluation_id asc
limit 60;
