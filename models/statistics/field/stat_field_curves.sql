{% call named() %}
select
    *,
    {{ var('confidence_level') }}::double as confidence_level
from {{ ref('fit_field_curves') }}
{% endcall %}
