-- Claims about the size at which the line of score over size bends.
with breakpoint_b as (

    select
        cells.cell_id,
        stats.breakpoint_b as estimate,
        stats.ci_low_b as ci_low,
        stats.ci_high_b as ci_high,
        stats.p_value,
        stats.p_value < cells.significance_level and not stats.is_open_low and not stats.is_open_high
            as can_decide,
        stats.n_obs,
        stats.n_sizes as n_bases,
        to_json({
            'found_on': concat('over ', stats.unit, 's'),
            'unit': stats.unit
        }) as facts
    from {{ ref('int_claim_cells_selected') }} as cells
    inner join {{ ref('int_structure_batteries') }} as batteries
        on cells.cohort_id = batteries.cohort_id and cells.group_a = batteries.question_id
    inner join {{ ref('stat_breakpoints') }} as stats
        on cells.cohort_id = stats.cohort_id and batteries.benchmark_id = stats.benchmark_id
        and stats.unit = if(cells.is_sound, 'size', 'evaluation')
    where
        cells.rule_family = 'structure' and cells.is_rerun and cells.measure = 'breakpoint_b'
        and stats.breakpoint_b is not null

)

{{ observations_within('breakpoint_b') }}
