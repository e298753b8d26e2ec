-- Claims about models on the ability scale (docs/ability.md). Intervals resample developers and let abilities
-- vary; a break has the p-value of simulated progress, beside the usual one, which errs as said.
with cells as (

    select
        *,
        -- an interval lies beyond a bound in the level of one end; off a single value, in that of both
        {{ significance_level() }} * if(decision = 'equals' and tolerance = 0, 2, 1) as error_of_ends
    from {{ ref('int_claim_cells_selected') }}
    where rule_family = 'ability' and is_sound

),

share_of_one_ability as (

    select
        cells.cell_id,
        100 * parts.share as estimate,
        100 * parts.share_low as ci_low,
        100 * parts.share_high as ci_high,
        scales.n_cells as n_obs,
        scales.n_developers as n_bases,
        cells.error_of_ends as type1_error,
        to_json({
            'n_models': scales.n_models,
            'n_benchmarks': scales.n_benchmarks
        }) as facts
    from cells
    inner join {{ ref('stat_ability_variance') }} as parts using (cohort_id)
    inner join {{ ref('stat_ability_scales') }} as scales using (cohort_id)
    where cells.measure = 'share_of_one_ability_in_percent' and parts.component = 'one ability'

),

lag_of_open_models as (

    select
        cells.cell_id,
        stats.lag_months as estimate,
        stats.lag_low as ci_low,
        stats.lag_high as ci_high,
        stats.n_open + stats.n_closed as n_obs,
        stats.n_developers as n_bases,
        cells.error_of_ends as type1_error,
        to_json({
            'n_months': stats.n_months,
            'n_open': stats.n_open
        }) as facts
    from cells
    inner join {{ ref('stat_ability_lags') }} as stats
        on cells.cohort_id = stats.cohort_id and cells.group_a = stats.window_name
    where cells.measure = 'lag_of_open_models_in_months' and stats.status = 'ok'

),

-- without draws, the errors of the scale are not known
differences_drawn as (

    select
        cells.cell_id,
        cells.error_of_ends,
        a.points - b.points as estimate,
        list_transform(list_zip(a.draws, b.draws), lambda drawn: drawn[1] - drawn[2]) as draws,
        a.n_benchmarks + b.n_benchmarks as n_obs,
        a.weights as name_a,
        b.weights as name_b
    from cells
    inner join {{ ref('int_ability_scaled') }} as a
        on cells.cohort_id = a.cohort_id and lower(cells.group_a) = lower(a.weights)
    inner join {{ ref('int_ability_scaled') }} as b
        on cells.cohort_id = b.cohort_id and lower(cells.group_b) = lower(b.weights)
    where cells.measure = 'difference_in_points' and a.draws is not null

),

difference_in_points as (

    select
        cell_id,
        estimate,
        list_aggregate(draws, 'quantile_cont', {{ significance_level() }}) as ci_low,
        list_aggregate(draws, 'quantile_cont', 1 - {{ significance_level() }}) as ci_high,
        n_obs,
        2 as n_bases,
        error_of_ends as type1_error,
        to_json({ 'name_a': name_a, 'name_b': name_b }) as facts
    from differences_drawn

),

breaks as (

    select
        cells.cell_id,
        cells.measure,
        stats.slope_before,
        stats.slope_after,
        stats.p_value,
        stats.is_break,
        stats.n_records as n_obs,
        scales.n_developers as n_bases,
        cells.significance_level as type1_error,
        to_json({
            'slope_before': stats.slope_before,
            'slope_after': stats.slope_after,
            'break_on': stats.break_on,
            'naive_p_value': stats.naive_p_value,
            'naive_error_pct': 100 * stats.naive_type1_error
        }) as facts
    from cells
    inner join {{ ref('stat_ability_breaks') }} as stats
        on cells.cohort_id = stats.cohort_id and cells.group_a = stats.window_name and stats.kind = 'given'
    inner join {{ ref('stat_ability_scales') }} as scales on cells.cohort_id = scales.cohort_id
    where stats.status = 'ok'

),

break_of_progress as (

    select
        cell_id,
        slope_after - slope_before as estimate,
        p_value,
        true as can_decide,
        n_obs,
        n_bases,
        type1_error,
        facts
    from breaks
    where measure = 'break_of_progress'

),

-- a ratio is of something only where progress is shown to break
ratio_of_slopes as (

    select
        cell_id,
        slope_after / nullif(slope_before, 0) as estimate,
        p_value,
        is_break as can_decide,
        n_obs,
        n_bases,
        type1_error,
        facts
    from breaks
    where measure = 'ratio_of_slopes'

)

{{ observations_within(
    'share_of_one_ability', 'lag_of_open_models', 'difference_in_points', 'break_of_progress',
    'ratio_of_slopes'
) }}
