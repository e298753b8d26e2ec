{% call add_names(cohorts=false) %}
select
    factor,
    benchmark_id,
    unnest(range(1, len(flags) + 1)) as flag_order,
    unnest(flags, recursive := true)
from {{ ref('fit_recovered_tables') }}
{% endcall %}
