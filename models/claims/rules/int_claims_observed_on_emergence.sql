-- Claims about sharpness and monotone growth, on pretrained checkpoints, one mean per base family, and the
-- log scale that the first paper uses: one witness per benchmark.
with shapes as (

    select
        cells.cell_id,
        cells.measure,
        cells.expected,
        cells.threshold_value,
        cells.significance_level,
        shapes.*
    from {{ ref('int_claim_cells_selected') }} as cells
    inner join {{ ref('stat_emergence') }} as shapes
        on cells.cohort_id = shapes.cohort_id
        and (
            cells.benchmark_id = shapes.benchmark_id
            or (
                cells.benchmark_id = 'all'
                and shapes.benchmark_id not in (
                    select narrow.benchmark_id from {{ ref('narrow_benchmarks') }} as narrow
                )
            )
        )
    where
        cells.rule_family = 'emergence' and cells.basis = 'sound_method'
        and shapes.score_scale = 'log' and shapes.status = 'ok'

),

-- a gain in BIC above the claim's is what it takes for a jump; gradual truths may give it too, so it counts
-- where the test of a jump, whose false alarms are known, finds one; and that there is none is shown only
-- where a gradual curve fits at least as well and the test has the power to find one
jump as (

    select
        cell_id,
        benchmark_id,
        sharp_delta_bic as estimate,
        case
            when sharp_delta_bic > threshold_value and p_jump < critical_p_jump then expected = 'a jump'
            when sharp_delta_bic <= 0 and power_at_jump >= {{ var('power') }} then expected != 'a jump'
        end as holds,
        n_obs,
        false_alarm_rate as type1_error,
        to_json({
            'sharp_delta_bic': sharp_delta_bic,
            'p_jump': p_jump,
            'false_alarm_rate': false_alarm_rate,
            'power_at_jump': power_at_jump,
            'is_weak': coalesce(sharp_delta_bic <= 0 and power_at_jump < {{ var('power') }}, false),
            'judged_on': judged_on
        }) as facts
    from shapes
    where measure = 'jump'

),

monotonicity as (

    select
        cell_id,
        benchmark_id,
        p_fall as estimate,
        if(p_fall < significance_level, true, null) as holds,
        n_obs,
        p_fall_type1_error as type1_error,
        to_json({ 'p_fall': p_fall, 'falls_at_b': falls_at_b }) as facts
    from shapes
    where measure = 'monotonicity'

)

{{ observations('jump', 'monotonicity') }}
