-- The ranks that paired differences leave open. An evaluation that did not answer the same items as most,
-- or whose answers are in no comparison, has a score and no rank.
select
    scores.benchmark_id,
    scores.evaluation_id,
    scores.model_name,
    scores.score_pct,
    ranks.rank,
    ranks.rank_low,
    ranks.rank_high,
    ranks.rank_low_simultaneous,
    ranks.rank_high_simultaneous,
    ranks.rank_low_unpaired,
    ranks.rank_high_unpaired,
    ranks.rank_high - ranks.rank_low as n_tied,
    ranks.rank_low_simultaneous = 1 as is_among_best,
    ranks.n_compared as n_models,
    coalesce(ranks.n_items, scores.n_items) as n_items,
    coalesce(ranks.n_clusters, scores.n_clusters) as n_clusters,
    ranks.method,
    {{ var('confidence_level') }}::double as confidence_level,
    coalesce(ranks.status, scores.left_out_because, 'answered other items than most') as status
from {{ ref('stat_item_scores') }} as scores
left join {{ ref('fit_item_ranks') }} as ranks using (benchmark_id, evaluation_id)
