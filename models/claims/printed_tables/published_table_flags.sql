{% call named(cohorts=false) %}
select
    factor,
    benchmark_id,
    unnest(flags, recursive := true)
from {{ ref('fit_recovered_tables') }}
{% endcall %}
