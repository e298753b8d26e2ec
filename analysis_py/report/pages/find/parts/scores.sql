-- Every score of those evaluations with what is known of its place; place counts their rows.
with members as (

    select
        cohort_id,
        evaluation_id,
        row_number() over (partition by cohort_id order by evaluation_id asc) - 1 as place
    from marts.bridge_cohort_evaluations
    qualify place < 25000

),

scores as (

    select
        members.cohort_id,
        scores.benchmark_id,
        members.evaluation_id,
        members.place,
        scores.score_pct,
        scores.std_error_pct
    from members
    inner join marts.fct_scores as scores on members.evaluation_id = scores.evaluation_id
    union all
    select
        members.cohort_id,
        averages.benchmark_id,
        members.evaluation_id,
        members.place,
        averages.score_pct,
        averages.std_error_pct
    from members
    inner join statistics.stat_model_ranks as averages
        on members.cohort_id = averages.cohort_id and members.evaluation_id = averages.evaluation_id
    where averages.benchmark_id = 'average'

)

select
    scores.cohort_id,
    scores.benchmark_id,
    scores.place,
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
    round(positions.gap_to_top_tenth_pct, 1) as gap_to_top_tenth_pct
from scores
left join statistics.stat_model_ranks as ranks
    on scores.cohort_id = ranks.cohort_id
    and scores.benchmark_id = ranks.benchmark_id
    and scores.evaluation_id = ranks.evaluation_id
left join statistics.stat_model_positions as positions
    on scores.cohort_id = positions.cohort_id
    and scores.benchmark_id = positions.benchmark_id
    and scores.evaluation_id = positions.evaluation_id
order by scores.cohort_id asc, scores.benchmark_id asc, scores.place asc;
