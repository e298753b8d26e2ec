select unnest(information, recursive := true)
from {{ ref('fit_item_response') }}
