{% call named(cohorts=false) %}
select
    *,
    {{ var('confidence_level') }}::double as confidence_level
from {{ ref('fit_item_subsets') }}
{% endcall %}
