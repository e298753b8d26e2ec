-- The names of models that figures print instead of those that the sources give.
select
    name,
    display_name
from {{ ref('display_names') }}
