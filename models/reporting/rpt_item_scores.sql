-- Scores of evaluations whose single answers were brought in.
with scores as (

    select
        scores.*,
        ranks.rank,
        ranks.rank_low,
        ranks.rank_high
    from {{ ref('stat_item_scores') }} as scores
    left join {{ ref('stat_item_ranks') }} as ranks using (benchmark_id, evaluation_id)

)

{{ name_rows('scores', cohorts=false) }}
