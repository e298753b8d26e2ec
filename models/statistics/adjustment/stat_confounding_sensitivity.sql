{% call named() %}
select
    *,
    'base_family' as cluster,
    {{ var('confidence_level') }}::double as confidence_level
from {{ ref('fit_confounding_sensitivity') }}
{% endcall %}
