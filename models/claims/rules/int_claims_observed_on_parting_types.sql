-- Claims that training types are ahead on one benchmark and behind on another, of models of one base family.
with pairs as (

    select
        *,
        coalesce({{ is_significant('p_adjusted') }}, false) as is_clear
    from {{ ref('stat_within_base') }}
    where method = 'fixed effects' and factor = 'training_type' and estimate is not null

),

-- on how many benchmarks either type is significantly ahead
signs as (

    select
        cohort_id,
        group_a,
        group_b,
        count(*) filter (where estimate > 0 and is_clear) as n_above,
        count(*) filter (where estimate < 0 and is_clear) as n_below,
        count(*) filter (where not is_clear) as n_open,
        max(n_used) as n_used,
        max(n_bases) as n_bases,
        max(type1_error) as type1_error
    from pairs
    group by cohort_id, group_a, group_b

),

parting_pairs as (

    select
        cells.cell_id,
        count(*) filter (where signs.n_above > 0 and signs.n_below > 0) as estimate,
        estimate as low,
        -- one that is open on all sides may yet part
        if(bool_or(signs.n_open > 0), greatest(low, 1), low) as high,
        max(signs.n_used) as n_obs,
        max(signs.n_bases) as n_bases,
        max(signs.type1_error) as type1_error,
        to_json({
            'n_compared': count(*),
            'unit': 'base_family'
        }) as facts
    from {{ ref('int_claim_cells_selected') }} as cells
    inner join signs using (cohort_id)
    where cells.rule_family = 'structure' and cells.is_rerun and cells.measure = 'parting_pairs'
    group by cells.cell_id

)

{{ observations_within('parting_pairs') }}
