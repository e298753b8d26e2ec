with close_ones as (

    select
        benchmark_id,
        count_if(is_among_best)::bigint as n_close
    from {{ ref('stat_item_ranks') }}
    group by benchmark_id

)

select
    winners.benchmark_id,
    winners.evaluation_id,
    models.model_name,
    winners.score_pct,
    winners.std_error_pct,
    winners.corrected_pct,
    winners.ci_low,
    winners.ci_high,
    close_ones.n_close,
    winners.n_evaluations,
    winners.n_items,
    winners.n_clusters,
    winners.n_samples,
    winners.seed,
    {{ var('confidence_level') }}::double as confidence_level,
    winners.status
from {{ ref('fit_item_winners') }} as winners
inner join {{ ref('item_models') }} as models on winners.evaluation_id = models.evaluation_id
left join close_ones on winners.benchmark_id = close_ones.benchmark_id
