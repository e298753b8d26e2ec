{% call add_names() %}
select
    cohort_id,
    benchmark_id,
    score_scale,
    n_samples,
    seed,
    {{ var('confidence_level') }}::double as confidence_level,
    unnest(forecasts, recursive := true)
from {{ ref('fit_emergence') }}
{% endcall %}
