select
    * exclude (status),
    {{ var('confidence_level') }}::double as confidence_level,
    status
from {{ ref('fit_item_size_shares') }}
