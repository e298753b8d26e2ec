{% call add_names() %}
select
    cohort_id,
    benchmark_id,
    unnest(predictions, recursive := true),
    {{ var('confidence_level') }}::double as confidence_level,
    n_sized as n_obs,
    n_base_families,
    {{ var('seed') }}::bigint as seed
from {{ ref('fit_places') }}
{% endcall %}
