with scores as (

    select
        *,
        total / n_items as mean
    from {{ ref('evaluation_scores') }}

),

errors as (

    select
        *,
        sqrt(greatest(total_squares - total * mean, 0) / (n_items * (n_items - 1))) as independent,
        sqrt(
            greatest(cluster_squares - 2 * mean * cluster_products + mean * mean * cluster_sizes, 0)
        ) / n_items as clustered,
        case
            when n_items < 2 then 'a single item'
            when n_clusters < 2 then 'all items in one cluster'
            when total_squares * n_items = total * total then 'all items scored alike'
            else 'ok'
        end as status
    from scores

),

scaled as (

    -- in percent
    select
        *,
        mean / 100 as score_pct,
        case when status = 'ok' then independent / 100 end as std_error_independent_pct,
        case
            when status = 'ok' and n_clusters < n_items then clustered / 100
            when status = 'ok' then independent / 100
        end as std_error_pct
    from errors

)

select
    scaled.evaluation_id,
    models.model_name,
    scaled.benchmark_id,
    scaled.n_items,
    scaled.n_clusters,
    scaled.score_pct,
    scaled.std_error_independent_pct,
    scaled.std_error_pct,
    -- how many times the variance is that of independent items
    (scaled.std_error_pct / scaled.std_error_independent_pct) ^ 2 as design_effect,
    scaled.score_pct - {{ critical_z() }} * scaled.std_error_pct as ci_low,
    scaled.score_pct + {{ critical_z() }} * scaled.std_error_pct as ci_high,
    {{ var('confidence_level') }}::double as confidence_level,
    case
        when scaled.status = 'ok' and scaled.n_clusters < scaled.n_items and scaled.n_clusters < 30
            then 'few clusters: the standard error is uncertain'
    end as warning,
    scaled.left_out_because,
    scaled.status
from scaled
inner join {{ ref('item_models') }} as models on scaled.evaluation_id = models.evaluation_id
