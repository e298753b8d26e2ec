-- The suspect items of a benchmark, and what its best score is worth.
with benchmarks as (

    select
        quality.*,
        winners.model_name as best_model_name,
        winners.score_pct as best_pct,
        winners.corrected_pct,
        winners.ci_low as best_low,
        winners.ci_high as best_high,
        winners.n_close,
        winners.status as best_status
    from {{ ref('stat_item_quality') }} as quality
    inner join {{ ref('stat_item_winners') }} as winners using (benchmark_id)

)

{{ name_rows('benchmarks', cohorts=false) }}
