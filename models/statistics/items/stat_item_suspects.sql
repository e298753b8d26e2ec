with found as (

    select unnest(suspects, recursive := true)
    from {{ ref('fit_item_response') }}

)

select
    found.benchmark_id,
    found.item_key,
    names.item,
    found.n_evaluations,
    found.n_clusters,
    found.share_right,
    found.share_right_able,
    found.item_rest,
    found.log_bayes_factor,
    found.p_bad,
    found.fdr,
    found.fdr <= {{ var('item_fdr') }} as is_suspect,
    found.falls_p_value,
    found.falls_p_adjusted,
    found.place,
    found.status
from found
left join {{ ref('stg_item_names') }} as names using (benchmark_id, item_key)
