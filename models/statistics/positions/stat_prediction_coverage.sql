with coverages as (

    select
        cohort_id,
        benchmark_id,
        unnest(coverages, recursive := true),
        n_sized as n_obs,
        n_base_families,
        smallest_b,
        largest_b
    from {{ ref('fit_places') }}

)

{% call add_names() %}
    select
        *,
        -- one family more or less is more than five points of fewer than twenty
        abs(coverage - nominal) <= greatest(0.05, 1 / n_judged) as is_held,
        {{ var('seed') }}::bigint as seed
    from coverages
{% endcall %}
