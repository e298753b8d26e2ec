with found as (

    select unnest(curves, recursive := true)
    from {{ ref('fit_item_response') }}

)

select
    found.benchmark_id,
    found.item_key,
    names.item,
    found.* exclude (benchmark_id, item_key)
from found
left join {{ ref('stg_item_names') }} as names using (benchmark_id, item_key)
