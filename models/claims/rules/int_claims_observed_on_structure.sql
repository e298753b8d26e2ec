-- Claims about how scores hang together, by the statistics of docs/structure.md: a claim names a question of
-- seeds/structure/structure_questions.csv and what of its answer it is about. By the paper's own method the
-- estimate stands for itself, rows being independent; soundly its interval must lie on one side of the claim,
-- with whole units left out. The macro holds_within says when a printed number is confirmed or refuted. Of models on the ability scale (docs/ability.md) intervals resample
-- developers and let abilities vary, and a break has the p-value of simulated progress, beside the usual one, which
-- errs as said.
with cells as (

    select
        *,
        -- group_b may name levels with " / " between them, and the sizes that are meant, as in OPT >0.12B
        regexp_extract(coalesce(group_b, ''), '([<>][0-9.]+B)$', 1) as sizes_named,
        {{ size_bound("nullif(sizes_named, '')", 'low') }} as from_b,
        {{ size_bound("nullif(sizes_named, '')", 'high') }} as to_b,
        string_split(trim(replace(coalesce(group_b, ''), sizes_named, '')), ' / ') as names
    from {{ ref('int_claim_cells_selected') }}
    where (rule_family = 'structure' and is_rerun) or (rule_family = 'ability' and is_sound)

),

-- how many load positively on the first component, and whether those named lead the second; a sign of a
-- component means nothing, so that the second is turned by the first benchmark named
loadings as (

    select
        cells.cell_id,
        cells.measure,
        stats.* exclude (loading, ci_low, ci_high),
        concat(stats.n_benchmarks, ' benchmarks, scores raw') as found_on,
        list_contains(cells.names, stats.benchmark_id) as is_named,
        sign(max(stats.loading) filter (where stats.benchmark_id = cells.names[1]) over (
            partition by cells.cell_id, stats.component
        )) as turn,
        if(turn < 0, -stats.loading, stats.loading) as loading,
        if(turn < 0, -stats.ci_high, stats.ci_low) as ci_low,
        if(turn < 0, -stats.ci_low, stats.ci_high) as ci_high
    from cells
    inner join {{ ref('stat_component_loadings') }} as stats
        on cells.cohort_id = stats.cohort_id and cells.group_a = stats.question_id and stats.scaling = 'raw'
    where stats.component = case cells.measure when 'positive_loadings_pct' then 1 when 'second_component_lead' then 2 end

),

correlations as (

    select
        cells.cell_id,
        cells.measure,
        stats.*
    from cells
    inner join {{ ref('stat_clustered_correlations') }} as stats
        on cells.cohort_id = stats.cohort_id and cells.group_a = stats.question_id
        and (cells.names = [''] or list_contains(cells.names, stats.level))
    where stats.estimate is not null

),

errors as (

    select
        * exclude (mae_pct, mae_ci_low_pct, mae_ci_high_pct, mae_type1_error),
        replace(predictor, '_', ' ') as named,
        mae_pct as estimate,
        mae_ci_low_pct as ci_low,
        mae_ci_high_pct as ci_high,
        mae_type1_error as type1_error
    from {{ ref('stat_forecast_errors') }}
    where mae_pct is not null

),

-- pairs of training types of one base family, and on how many benchmarks either is significantly ahead
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
    from (
        select
            *,
            coalesce({{ is_significant('p_adjusted') }}, false) as is_clear
        from {{ ref('stat_within_base') }}
        where method = 'fixed effects' and factor = 'training_type' and estimate is not null
    ) as pairs
    group by all

),

observed as (

    -- how many factors there are is said by the models and by the means of their units: soundly both must agree
    select
        cells.cell_id,
        if(contains(cells.measure, 'share'), 100, 1) as scale,
        max(stats.estimate) filter (where stats.measure = cells.measure) * scale as estimate,
        -- a range that lacks a unit is not an interval
        starts_with(cells.measure, 'n_') as is_count,
        if(is_count, null, min(stats.ci_low) * scale) as ci_low,
        if(is_count, null, max(stats.ci_high) * scale) as ci_high,
        if(is_count, min(stats.ci_low), null) as low,
        if(is_count, max(stats.ci_high), null) as high,
        max(stats.p_value) as p_value,
        -- a turn is tested by orders of the rows, as if they were independent
        if(cells.measure = 'rotation', false, null) as can_decide,
        max(stats.n_obs) as n_obs,
        max(stats.n_units) as n_bases,
        max(stats.type1_error) as type1_error,
        concat(max(stats.n_benchmarks), ' benchmarks, scores ', any_value(stats.scaling)) as found_on,
        any_value(stats.unit) as unit
    from cells
    inner join {{ ref('stat_components') }} as stats
        on cells.cohort_id = stats.cohort_id and cells.group_a = stats.question_id
        and (
            cells.measure = stats.measure
            or (cells.measure = 'n_factors' and cells.is_sound and stats.measure = 'n_factors_of_units')
        )
        and coalesce(cells.group_b, 'standardised') = stats.scaling
    where stats.estimate is not null
    group by cells.cell_id, cells.measure
    union all by name
    -- on the first component how many are positive, on the second how far those named lead
    select
        cell_id,
        measure = 'second_component_lead' as is_lead,
        if(
            is_lead,
            min(loading) filter (where is_named) - max(loading) filter (where not is_named),
            100 * avg((loading > 0)::integer)
        ) as estimate,
        if(is_lead, min(loadings.ci_low) filter (where is_named) - max(loadings.ci_high) filter (where not is_named), null) as ci_low,
        if(is_lead, min(loadings.ci_high) filter (where is_named) - max(loadings.ci_low) filter (where not is_named), null) as ci_high,
        if(is_lead, null, 100 * avg((loadings.ci_low > 0)::integer)) as low,
        if(is_lead, null, 100 * avg((loadings.ci_high > 0)::integer)) as high,
        max(n_obs) as n_obs,
        max(n_units) as n_bases,
        max(type1_error) as type1_error,
        any_value(found_on) as found_on,
        any_value(unit) as unit
    from loadings
    group by cell_id, measure
    union all by name
    -- of several levels the one that speaks least for the claim, which is about each of them
    select
        cell_id,
        max(estimate) as estimate,
        max(ci_low) as ci_low,
        max(ci_high) as ci_high,
        max(p_value) as p_value,
        sum(n_obs)::bigint as n_obs,
        sum(n_units)::bigint as n_bases,
        max(type1_error) as type1_error,
        bool_and(correlations.ci_low is not null) as can_decide,
        concat(any_value(variable_a), ' and ', any_value(variable_b), if(count(*) > 1, concat(', the largest of ', count(*)), '')) as found_on,
        any_value(unit) as unit
    from correlations
    where measure = 'correlation'
    group by cell_id
    union all by name
    -- pairs above zero; or lines that explain nine tenths, of three models at least: one interval that errs may be one too many
    select
        cell_id,
        if(measure = 'lines_pct', sqrt(0.9), 0) as bound,
        100 * avg((estimate > bound)::integer) as estimate,
        100 * avg(coalesce(ci_low > bound, false)::integer) as low,
        100 * avg(coalesce(ci_high > bound, true)::integer) as high,
        if(measure = 'lines_pct', sum(n_obs)::bigint, max(n_obs)) as n_obs,
        if(measure = 'lines_pct', count(*), max(n_units)) as n_bases,
        if(measure = 'lines_pct', 1 - pow(1 - {{ significance_level() }} / 2, count(*)), max(type1_error)) as type1_error,
        concat(count(*), if(measure = 'lines_pct', ' families of three models and more', ' pairs of benchmarks')) as found_on,
        any_value(unit) as unit
    from correlations
    where measure = 'positive_pairs_pct' or (measure = 'lines_pct' and n_obs >= 3)
    group by cell_id, measure
    union all by name
    -- the share of steps that go the same way; a step counts against a claim only beyond its error
    select
        cells.cell_id,
        if(cells.measure = 'parting_steps_pct', -1, 1) as way,
        100 * avg((if(way = 1, stats.direction > 0, stats.direction <= 0))::integer) as estimate,
        100 * avg((stats.shown_direction = way)::integer) as low,
        100 - 100 * avg((stats.shown_direction = -way)::integer) as high,
        count(*) as n_obs,
        count(distinct stats.level) as n_bases,
        -- one step that errs may be one too many
        1 - pow(1 - {{ significance_level() }} / 2, count(*)) as type1_error,
        concat(count(*), ' steps of ', count(distinct stats.level), ' families') as found_on,
        'family' as unit
    from cells
    inner join {{ ref('stat_lineage_steps') }} as stats
        on cells.cohort_id = stats.cohort_id and cells.group_a = stats.question_id
        and (cells.names = [''] or list_contains(cells.names, stats.level))
        and stats.size_from_b >= coalesce(cells.from_b, 0)
        and stats.size_to_b <= coalesce(cells.to_b, 'infinity')
    where stats.is_step and cells.measure in ('parting_steps_pct', 'joint_steps_pct')
    group by cells.cell_id, cells.measure
    union all by name
    -- the errors of one forecast minus those of another; the sign test is exact if both err equally
    select
        cells.cell_id,
        stats.mse_difference as estimate,
        stats.* exclude (cohort_id, question_id, predictor, benchmark_id, against, mse_difference, n_units),
        {{ significance_level() }} as type1_error,
        stats.n_units as n_bases,
        stats.ci_low is not null and (stats.p_value < cells.significance_level or stats.ci_low * stats.ci_high < 0) as can_decide,
        concat('squared errors of ', replace(stats.predictor, '_', ' '), ' less those of ', replace(stats.against, '_', ' ')) as found_on
    from cells
    inner join {{ ref('stat_forecast_comparisons') }} as stats
        on cells.cohort_id = stats.cohort_id and cells.group_a = stats.question_id
        and cells.group_b = concat(stats.predictor, ' against ', stats.against)
    where cells.measure = 'error_difference'
    union all by name
    select
        cells.cell_id,
        errors.estimate,
        errors.ci_low,
        errors.ci_high,
        errors.n_obs,
        errors.n_units as n_bases,
        errors.type1_error,
        concat('mean absolute error by ', errors.named) as found_on,
        errors.unit
    from cells
    inner join errors
        on cells.cohort_id = errors.cohort_id and cells.group_a = errors.question_id and cells.group_b = errors.predictor
    where cells.measure = 'absolute_error_pct'
    union all by name
    -- an average over tasks, of which those here are a sample
    select
        cells.cell_id,
        avg(errors.estimate order by errors.estimate) as estimate,
        student_quantile(1 - {{ significance_level() }} / 2, count(*) - 1.0) * stddev_samp(errors.estimate order by errors.estimate)
        / sqrt(count(*)) as half_width,
        avg(errors.estimate order by errors.estimate) - half_width as ci_low,
        avg(errors.estimate order by errors.estimate) + half_width as ci_high,
        sum(errors.n_obs)::bigint as n_obs,
        count(*) as n_bases,
        {{ significance_level() }} as type1_error,
        concat('by ', any_value(errors.named), ', of ', count(*), ' tasks') as found_on,
        'task' as unit
    from cells
    inner join errors
        on cells.cohort_id = errors.cohort_id and list_contains(string_split(cells.group_a, ' / '), errors.question_id)
        and cells.group_b = errors.predictor
    where cells.measure = 'mean_error_over_tasks_pct'
    group by cells.cell_id
    union all by name
    select
        cells.cell_id,
        cells.measure = 'variance_share_pct' as is_share,
        100 * if(is_share, stats.share, stats.difference) as estimate,
        100 * if(is_share, stats.ci_low, stats.difference_ci_low) as ci_low,
        100 * if(is_share, stats.ci_high, stats.difference_ci_high) as ci_high,
        if(is_share, null, stats.p_value) as p_value,
        stats.n_obs,
        stats.n_levels as n_bases,
        concat(stats.component, if(is_share, '', ' less ' || stats.against), ', given ', stats.given) as found_on,
        stats.component as unit
    from cells
    inner join {{ ref('stat_variance_components') }} as stats
        on cells.cohort_id = stats.cohort_id and cells.group_a = stats.question_id
        and cells.group_b = concat(stats.component, ' against ', stats.against, ' given ', stats.given)
    where cells.measure in ('variance_share_pct', 'variance_share_difference_pct') and stats.share is not null
    union all by name
    select
        cells.cell_id,
        stats.estimate,
        stats.ci_low,
        stats.ci_high,
        stats.p_value,
        stats.type1_error,
        stats.n_obs,
        stats.n_units as n_bases,
        concat(stats.n_late, ' models after the cut') as found_on,
        stats.unit
    from cells
    inner join {{ ref('stat_compute_shifts') }} as stats
        on cells.cohort_id = stats.cohort_id and cells.group_a = stats.question_id
    where cells.measure = 'shift_at_equal_compute' and stats.estimate is not null
    union all by name
    select
        cells.cell_id,
        stats.breakpoint_b as estimate,
        stats.ci_low_b as ci_low,
        stats.ci_high_b as ci_high,
        stats.p_value,
        stats.n_obs,
        stats.n_sizes as n_bases,
        stats.p_value < cells.significance_level and not stats.is_open_low and not stats.is_open_high as can_decide,
        concat('place where the line bends, in billions of parameters, by ', stats.unit) as found_on,
        stats.unit
    from cells
    inner join {{ ref('int_structure_batteries') }} as batteries
        on cells.cohort_id = batteries.cohort_id and cells.group_a = batteries.question_id
    inner join {{ ref('stat_breakpoints') }} as stats
        on cells.cohort_id = stats.cohort_id and batteries.benchmark_id = stats.benchmark_id
        and stats.unit = if(cells.is_sound, 'size', 'evaluation')
    where cells.measure = 'breakpoint_b' and stats.breakpoint_b is not null
    union all by name
    -- one that is open on all sides may yet part
    select
        cells.cell_id,
        count(*) filter (where signs.n_above > 0 and signs.n_below > 0) as estimate,
        count(*) filter (where signs.n_above > 0 and signs.n_below > 0) as low,
        if(bool_or(signs.n_open > 0), greatest(low, 1), low) as high,
        max(signs.n_used) as n_obs,
        max(signs.n_bases) as n_bases,
        max(signs.type1_error) as type1_error,
        concat('pairs of training types of ', count(*), ' within base families') as found_on,
        'base_family' as unit
    from cells
    inner join signs using (cohort_id)
    where cells.measure = 'parting_pairs'
    group by cells.cell_id
    union all by name
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

),

bounded as (

    select
        observed.* exclude (can_decide, drawn) replace (
            -- an interval lies beyond a bound in the level of one end; off a single value, in that of both
            if(
                cells.rule_family = 'ability',
                coalesce(
                    observed.type1_error, {{ significance_level() }} * if(cells.decision = 'equals' and cells.tolerance = 0, 2, 1)
                ),
                observed.type1_error
            ) as type1_error
        ),
        not cells.is_sound
        or coalesce(
            observed.can_decide, coalesce(observed.ci_low, observed.low) is not null or cells.decision = 'significant'
        ) as can_decide,
        -- an estimate beside a printed number has an error of its own
        cells.is_sound
        or (cells.decision = 'equals' and abs(observed.estimate - cells.decision_value) > cells.tolerance + 1e-9) as is_bounded,
        if(is_bounded, coalesce(observed.ci_low, observed.low, if(cells.is_sound, null, observed.estimate)), observed.estimate) as least,
        if(is_bounded, coalesce(observed.ci_high, observed.high, if(cells.is_sound, null, observed.estimate)), observed.estimate) as most,
        cells.decision,
        cells.decision_value,
        cells.tolerance,
        cells.significance_level,
        cells.is_sound,
        cells.widest
    from observed
    inner join cells using (cell_id)

)

select
    *,
    {{ holds_within('least', 'most') }} as holds
from bounded
