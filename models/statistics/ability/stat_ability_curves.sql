-- The expected score on each benchmark by ability, for drawing.
{% call named() %}
with curves as (

    select
        cohort_id,
        unnest(benchmarks, max_depth := 2)
    from {{ ref('fit_ability_scales') }}

)

select
    cohort_id,
    benchmark_id,
    unnest(curve, recursive := true)
from curves
{% endcall %}
