-- What the words of the page cite.
with
-- How well the items of a benchmark tell evaluations apart.
items_benchmarks as (
    select *
    from reporting.rpt_item_benchmarks
    order by benchmark_order asc, benchmark_name asc
),

-- The suspect items of each benchmark with single answers, and what its best score is worth.
items_quality as (
    select
        quality.*,
        benchmarks.benchmark_name,
        winners.model_name as best_model_name,
        winners.score_pct as best_pct,
        winners.corrected_pct,
        winners.ci_low as best_low,
        winners.ci_high as best_high,
        winners.n_close,
        calibration.realised,
        calibration.ci_low as realised_low,
        calibration.ci_high as realised_high
    from statistics.stat_item_quality as quality
    inner join statistics.stat_item_winners as winners using (benchmark_id)
    inner join marts.dim_benchmarks as benchmarks using (benchmark_id)
    left join statistics.stat_item_calibration as calibration
        on quality.benchmark_id = calibration.benchmark_id
        and quality.fdr = calibration.stated
        and calibration.is_calibrated
    order by benchmarks.benchmark_order asc, quality.benchmark_id asc
),

-- Scores of evaluations whose single answers were brought in, the best first.
items_scores as (
    select
        scores.*,
        benchmarks.benchmark_name,
        ranks.rank,
        ranks.rank_low,
        ranks.rank_high
    from statistics.stat_item_scores as scores
    inner join marts.dim_benchmarks as benchmarks using (benchmark_id)
    left join statistics.stat_item_ranks as ranks using (benchmark_id, evaluation_id)
    order by benchmarks.benchmark_order asc, scores.score_pct desc, scores.model_name asc, scores.evaluation_id asc
    limit 60
)

select
    array(select items_benchmarks from items_benchmarks) as items_benchmarks,
    array(select items_quality from items_quality) as items_quality,
    array(select items_scores from items_scores) as items_scores;
