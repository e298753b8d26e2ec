select
    * exclude (models, forecasts),
    {{ var('confidence_level') }}::double as confidence_level
from {{ ref('fit_emergence') }}
