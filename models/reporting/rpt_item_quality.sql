-- The suspect items of a benchmark, what its best score is worth, and whether ability is its score.
with measured as (

    select
        benchmark_id,
        arg_max(ability, information) as measured_ability
    from {{ ref('stat_item_information') }}
    group by benchmark_id

),

benchmarks as (

    select
        quality.*,
        dimensions.rank_correlation_ability_score,
        dimensions.fits_one_dimension,
        measured.measured_ability,
        winners.model_name as best_model_name,
        winners.score_pct as best_pct,
        winners.corrected_pct,
        winners.ci_low as best_low,
        winners.ci_high as best_high,
        winners.n_close,
        winners.status as best_status
    from {{ ref('stat_item_quality') }} as quality
    inner join {{ ref('stat_item_dimensions') }} as dimensions using (benchmark_id)
    inner join {{ ref('stat_item_winners') }} as winners using (benchmark_id)
    left join measured using (benchmark_id)

)

{{ name_rows('benchmarks', cohorts=false) }}
