-- The curves of benchmarks on the scale.
{% call add_names() %}
with curves as (

    select
        cohort_id,
        unnest(benchmarks, recursive := true)
    from {{ ref('fit_ability_scales') }}

)

select
    curves.* exclude (steepest_day, last_steep_day),
    facts.chance_source,
    facts.n_items_source,
    date '1970-01-01' + curves.steepest_day::integer as steepest_on,
    date '1970-01-01' + curves.last_steep_day::integer as last_steep_on,
    curves.steepness_at_frontier < 0.5 and curves.steepest_day is not null as is_saturated
from curves
inner join {{ ref('dim_benchmarks') }} as facts on curves.benchmark_id = facts.benchmark_id
{% endcall %}
