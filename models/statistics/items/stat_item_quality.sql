-- The suspect items of each benchmark, and the best score and ranks without them.
with items as (

    select
        benchmark_id,
        count(*) as n_items,
        count_if(share_right = 0)::bigint as n_unsolved,
        case when any_value(status) = 'ok' then count_if(is_suspect)::bigint end as n_suspects
    from {{ ref('stat_item_suspects') }}
    group by benchmark_id

),

on_suspects as (

    select
        results.benchmark_id,
        results.evaluation_id,
        count(*) as n_items,
        sum(results.score) as total
    from {{ ref('stg_item_results') }} as results
    inner join {{ ref('stat_item_suspects') }} as suspects
        on results.benchmark_id = suspects.benchmark_id
        and results.item_key = suspects.item_key
        and suspects.is_suspect
    group by results.benchmark_id, results.evaluation_id

),

scores as (

    select
        chosen.benchmark_id,
        chosen.evaluation_id,
        models.model_name,
        scores.total / scores.n_items / 100 as score_all_pct,
        (scores.total - coalesce(on_suspects.total, 0))
        / nullif(scores.n_items - coalesce(on_suspects.n_items, 0), 0) / 100 as score_without_pct
    from {{ ref('int_item_choices') }} as chosen
    inner join {{ ref('evaluation_scores') }} as scores using (benchmark_id, evaluation_id)
    inner join {{ ref('item_models') }} as models on chosen.evaluation_id = models.evaluation_id
    left join on_suspects using (benchmark_id, evaluation_id)

),

ranked as (

    select
        *,
        rank() over (partition by benchmark_id order by score_all_pct desc) as rank_all,
        rank() over (partition by benchmark_id order by score_without_pct desc) as rank_without
    from scores

),

best as (

    select
        benchmark_id,
        max(abs(rank_all - rank_without)) as largest_rank_move,
        min_by(struct_pack(model_name, evaluation_id, score_all_pct, score_without_pct), (rank_all, evaluation_id)) as first
    from ranked
    group by benchmark_id

)

select
    items.benchmark_id,
    fits.kind,
    items.n_items,
    items.n_unsolved,
    fits.n_evaluations,
    fits.n_panel,
    fits.n_clusters,
    fits.rank_correlation,
    fits.evidence,
    fits.calibrated_by,
    items.n_suspects,
    fits.fdr_limit as fdr,
    best.first.evaluation_id as evaluation_id,
    best.first.model_name as model_name,
    best.first.score_all_pct as score_all_pct,
    case when items.n_suspects is not null then best.first.score_without_pct end as score_without_pct,
    case when items.n_suspects is not null then best.largest_rank_move end as largest_rank_move,
    fits.status
from items
inner join {{ ref('fit_item_suspects') }} as fits using (benchmark_id)
left join best using (benchmark_id)
