with items as (

    select
        benchmark_id,
        count(*) as n_items,
        count_if(share_right = 0)::bigint as n_unsolved,
        case when count(is_suspect) > 0 then count_if(is_suspect)::bigint end as n_suspects
    from {{ ref('stat_item_suspects') }}
    group by benchmark_id

)

select
    items.*,
    fits.kind,
    fits.n_evaluations,
    fits.n_panel,
    fits.n_clusters,
    fits.rank_correlation,
    fits.evidence,
    fits.calibrated_by,
    fits.fdr_limit as fdr,
    fits.status
from items
inner join {{ ref('fit_item_suspects') }} as fits using (benchmark_id)
