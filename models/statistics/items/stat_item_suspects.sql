with found as (

    select unnest(suspects, recursive := true)
    from {{ ref('fit_item_response') }}

)

select
    found.*,
    names.item,
    found.fdr <= {{ var('item_fdr') }} as is_suspect
from found
left join {{ ref('stg_items') }} as names using (benchmark_id, item_key)
