-- Claims about models on the ability scale (docs/ability.md), which is a method of its own: intervals resample developers
-- and let abilities vary, and a break has the p-value of simulated progress, beside the usual one, which errs as said.
with cells as (

    select * from {{ ref('int_claim_cells_selected') }}
    where rule_family = 'ability' and is_sound

),

observed as (

    select
        cells.cell_id,
        100 * parts.share as estimate,
        100 * parts.share_low as ci_low,
        100 * parts.share_high as ci_high,
        scales.n_cells as n_obs,
        scales.n_developers as n_bases,
        concat(scales.n_models, ' models on ', scales.n_benchmarks, ' benchmarks') as found_on
    from cells
    inner join {{ ref('stat_ability_variance') }} as parts using (cohort_id)
    inner join {{ ref('stat_ability_scales') }} as scales using (cohort_id)
    where cells.measure = 'share_of_one_ability_in_percent' and parts.component = 'one ability'
    union all by name
    select
        cells.cell_id,
        stats.lag_months as estimate,
        stats.lag_low as ci_low,
        stats.lag_high as ci_high,
        stats.n_open + stats.n_closed as n_obs,
        stats.n_developers as n_bases,
        concat('mean over ', stats.n_months, ' months, ', stats.n_open, ' open models') as found_on
    from cells
    inner join {{ ref('stat_ability_lags') }} as stats
        on cells.cohort_id = stats.cohort_id and cells.group_a = stats.window_name
    where cells.measure = 'lag_of_open_models_in_months' and stats.status = 'ok'
    union all by name
    -- a ratio is of something only where progress is shown to break
    select
        cells.cell_id,
        if(cells.measure = 'ratio_of_slopes', stats.slope_after / nullif(stats.slope_before, 0), stats.slope_after - stats.slope_before)
            as estimate,
        stats.p_value,
        cells.significance_level as type1_error,
        cells.measure = 'break_of_progress' or stats.is_break as can_decide,
        stats.n_records as n_obs,
        scales.n_developers as n_bases,
        concat(
            round(stats.slope_before, 1), ' and ', round(stats.slope_after, 1), ' points a year before and after ', stats.break_on,
            '; the usual test has p ', round(stats.naive_p_value, 4), ' and errs in ', round(100 * stats.naive_type1_error), ' % of straight progress'
        ) as found_on
    from cells
    inner join {{ ref('stat_ability_breaks') }} as stats
        on cells.cohort_id = stats.cohort_id and cells.group_a = stats.window_name and stats.kind = 'given'
    inner join {{ ref('stat_ability_scales') }} as scales on cells.cohort_id = scales.cohort_id
    where cells.measure in ('break_of_progress', 'ratio_of_slopes') and stats.status = 'ok'
    union all by name
    -- without draws, the errors of the scale are not known
    select
        cells.cell_id,
        a.points - b.points as estimate,
        list_transform(list_zip(a.draws, b.draws), lambda drawn: drawn[1] - drawn[2]) as drawn,
        list_aggregate(drawn, 'quantile_cont', {{ significance_level() }}) as ci_low,
        list_aggregate(drawn, 'quantile_cont', 1 - {{ significance_level() }}) as ci_high,
        a.n_benchmarks + b.n_benchmarks as n_obs,
        2 as n_bases,
        concat(a.weights, ' less ', b.weights) as found_on
    from cells
    inner join {{ ref('int_ability_scaled') }} as a on cells.cohort_id = a.cohort_id and lower(cells.group_a) = lower(a.weights)
    inner join {{ ref('int_ability_scaled') }} as b on cells.cohort_id = b.cohort_id and lower(cells.group_b) = lower(b.weights)
    where cells.measure = 'difference_in_points' and a.draws is not null

)

select
    observed.* exclude (drawn)
    replace (
        -- an interval lies beyond a bound in the level of one end; off a single value, in that of both
        coalesce(
            observed.type1_error, {{ significance_level() }} * if(cells.decision = 'equals' and cells.tolerance = 0, 2, 1)
        ) as type1_error
    ),
    {{ holds_within('coalesce(observed.ci_low, observed.estimate)', 'coalesce(observed.ci_high, observed.estimate)') }} as holds
from observed
inner join cells using (cell_id)
