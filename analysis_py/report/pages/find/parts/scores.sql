-- Every score of those evaluations with what is known of its place; place counts their rows.
with members as (
    select
        cohort_id,
        evaluation_id,
        row_number() over (partition by cohort_id order by evaluation_id asc) - 1 as place
    from reporting.rpt_evaluations
    qualify place < 25000
),

scores as (
    select
        cohort_id,
        benchmark_id,
        evaluation_id,
        score_pct,
        std_error_pct
    from reporting.rpt_scores
    union all
    select
        cohort_id,
        benchmark_id,
        evaluation_id,
        score_pct,
        std_error_pct
    from statistics.stat_model_ranks
    where benchmark_id = 'average'
)

select
    cohort_id,
    benchmark_id,
    members.place,
    scores.score_pct,
    scores.std_error_pct,
    ranks.rank,
    ranks.rank_low,
    ranks.rank_high,
    ranks.rank_low_simultaneous,
    ranks.rank_high_simultaneous,
    round(positions.percentile_near_size, 1) as percentile_near_size,
    round(positions.percentile_same_type, 1) as percentile_same_type,
    positions.size_equivalent_b,
    round(positions.gap_to_top_tenth_pct, 1) as gap_to_top_tenth_pct,
    -- of the best alone
    winners.corrected_pct,
    winners.hybrid_low as corrected_low,
    winners.hybrid_high as corrected_high
from scores
inner join members using (cohort_id, evaluation_id)
left join statistics.stat_model_ranks as ranks using (cohort_id, benchmark_id, evaluation_id)
left join statistics.stat_model_positions as positions using (cohort_id, benchmark_id, evaluation_id)
left join statistics.stat_winners as winners using (cohort_id, benchmark_id, evaluation_id)
order by cohort_id asc, benchmark_id asc, members.place asc;
