-- Claims that later models score otherwise than earlier ones of equal compute.
with shift_at_equal_compute as (

    select
        cells.cell_id,
        stats.estimate,
        stats.ci_low,
        stats.ci_high,
        stats.p_value,
        stats.n_obs,
        stats.n_units as n_bases,
        stats.type1_error,
        to_json({
            'found_on': concat('of ', stats.n_late, ' models after the cut'),
            'unit': stats.unit
        }) as facts
    from {{ ref('int_claim_cells_selected') }} as cells
    inner join {{ ref('stat_compute_shifts') }} as stats
        on cells.cohort_id = stats.cohort_id and cells.group_a = stats.question_id
    where
        cells.rule_family = 'structure' and cells.is_rerun and cells.measure = 'shift_at_equal_compute'
        and stats.estimate is not null

)

{{ observations_within('shift_at_equal_compute') }}
