with curves as (

    select unnest(curves, recursive := true)
    from {{ ref('fit_item_size_curves') }}

)

select
    curves.benchmark_id,
    curves.item_key,
    names.item,
    curves.* exclude (benchmark_id, item_key)
from curves
left join {{ ref('stg_item_names') }} as names using (benchmark_id, item_key)
