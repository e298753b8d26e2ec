-- How far two training types lie apart at one size, with names.
with effects as (

    select
        *,
        group_a || ' - ' || group_b as comparison,
        n_clusters as n_base_families
    from {{ ref('stat_effects_at_size') }}

)

{{ add_names(rows='effects') }}
