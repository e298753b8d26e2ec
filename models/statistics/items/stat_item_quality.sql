with found as (

    select unnest(quality, recursive := true)
    from {{ ref('fit_item_response') }}

)

select
    found.* exclude (evaluation_id, score_all_pct, score_without_pct, rank_correlation_without, largest_rank_move, seed, status),
    {{ var('item_fdr') }}::double as fdr,
    found.evaluation_id,
    models.model_name,
    found.score_all_pct,
    found.score_without_pct,
    found.rank_correlation_without,
    found.largest_rank_move,
    found.seed,
    found.status
from found
left join {{ ref('item_models') }} as models on found.evaluation_id = models.evaluation_id
