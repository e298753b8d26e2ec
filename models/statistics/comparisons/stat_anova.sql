select
    * exclude (pair_method, pairs),
    {{ var('confidence_level') }}::double as confidence_level
from {{ ref('fit_anovas') }}
