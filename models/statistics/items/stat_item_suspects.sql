with found as (

    select
        benchmark_id,
        kind,
        unnest(item_keys) as item_key,
        n_evaluations,
        n_panel,
        n_clusters,
        unnest(share_right) as share_right,
        unnest(share_right_able) as share_right_able,
        unnest(log_bayes_factor) as log_bayes_factor,
        unnest(place) as place,
        evidence,
        unnest(proposals) as proposal,
        unnest(p_flagged) as p_bad,
        unnest(fdr) as fdr,
        calibrated_by,
        fdr_limit,
        status
    from {{ ref('fit_item_suspects') }}

)

select
    found.benchmark_id,
    found.item_key,
    names.item,
    found.kind,
    found.n_evaluations,
    found.n_panel,
    found.n_clusters,
    found.share_right,
    found.share_right_able,
    found.log_bayes_factor,
    found.place,
    found.evidence,
    options.answer as proposed_answer,
    found.p_bad,
    found.fdr,
    found.fdr <= found.fdr_limit as is_suspect,
    found.calibrated_by,
    found.status
from found
left join {{ ref('stg_items') }} as names
    on found.benchmark_id = names.benchmark_id
    and found.item_key = names.item_key
left join {{ ref('int_item_options') }} as options
    on found.benchmark_id = options.benchmark_id
    and found.item_key = options.item_key
    and found.proposal = options.option
