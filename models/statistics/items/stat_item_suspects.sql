with found as (

    select
        * exclude (rank_correlation, p_without, calibration)
        replace (
            unnest(item_key) as item_key,
            unnest(share_right) as share_right,
            unnest(share_right_able) as share_right_able,
            unnest(log_bayes_factor) as log_bayes_factor,
            unnest(place) as place,
            unnest(proposal) as proposal,
            unnest(p_flagged) as p_flagged,
            unnest(fdr) as fdr
        )
    from {{ ref('fit_item_suspects') }}

)

select
    found.* exclude (proposal, p_flagged, fdr_limit),
    names.item,
    names.part,
    names.is_flagged,
    options.answer as proposed_answer,
    found.p_flagged as p_bad,
    found.fdr <= found.fdr_limit as is_suspect
from found
left join {{ ref('stg_items') }} as names using (benchmark_id, item_key)
left join {{ ref('int_item_options') }} as options
    on found.benchmark_id = options.benchmark_id
    and found.item_key = options.item_key
    and found.proposal = options.option
