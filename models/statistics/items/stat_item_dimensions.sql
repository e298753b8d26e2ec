select unnest(dimensions, recursive := true)
from {{ ref('fit_item_response') }}
