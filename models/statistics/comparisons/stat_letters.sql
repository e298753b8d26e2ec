select
    *,
    {{ significance_level() }} as significance_level
from {{ ref('fit_letters') }}
