-- Whether the step across an edge of two ranges depends on where the edge lies.
with masses as (

    select
        cohort_id,
        nearest_edge_b as edge_b,
        first(parameters_b order by share desc, parameters_b) as mass_b,
        max(share) as mass_share
    from {{ ref('stat_mass_points') }}
    where is_in_window
    group by cohort_id, nearest_edge_b

),

edges as (

    select *
    from {{ ref('stat_bin_edge_sensitivity') }}
    left join masses using (cohort_id, edge_b)

)

{{ name_rows('edges') }}
