with shares as (

    select unnest(shares, recursive := true)
    from {{ ref('fit_item_size_curves') }}

)

select
    * exclude (status),
    {{ var('confidence_level') }}::double as confidence_level,
    status
from shares
