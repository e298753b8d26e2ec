select
    * exclude (models, forecasts, tests),
    {{ var('confidence_level') }}::double as confidence_level
from {{ ref('fit_emergence') }}
