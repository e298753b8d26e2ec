-- Claims about how scores hang together, by the statistics of docs/structure.md: a claim names a question of
-- seeds/structure/structure_questions.csv and what of its answer it is about. By the paper's own method the
-- estimate stands for itself, rows being independent; soundly its interval must lie on one side of the claim,
-- with whole units left out. A number is confirmed where the interval, or by the paper's own method the estimate,
-- lies within the claim's tolerance of it, and refuted by either where the interval lies outside.
with cells as (

    select
        *,
        -- group_b may name levels with " / " between them, and the sizes that are meant, as in OPT >0.12B
        regexp_extract(coalesce(group_b, ''), '([<>][0-9.]+B)$', 1) as sizes_named,
        {{ size_bound("nullif(sizes_named, '')", 'low') }} as from_b,
        {{ size_bound("nullif(sizes_named, '')", 'high') }} as to_b,
        string_split(trim(replace(coalesce(group_b, ''), sizes_named, '')), ' / ') as names
    from {{ ref('int_claim_cells_selected') }}
    where rule_family = 'structure' and is_rerun

),

-- how many factors there are is said by the models and by the means of their units: soundly both must agree
components as (

    select
        cells.cell_id,
        if(cells.measure in ('share_first', 'share_first_three', 'share_before', 'share_after', 'share_change', 'factor_share'), 100, 1)
            as scale,
        max(stats.estimate) filter (where stats.measure = cells.measure) * scale as estimate,
        -- a range with any unit left out is no interval
        starts_with(cells.measure, 'n_') as is_count,
        if(is_count, null, min(stats.ci_low) * scale) as ci_low,
        if(is_count, null, max(stats.ci_high) * scale) as ci_high,
        if(is_count, min(stats.ci_low), null) as low,
        if(is_count, max(stats.ci_high), null) as high,
        max(stats.p_value) as p_value,
        -- a turn is tested by orders of the rows, as if they were independent
        if(any_value(cells.measure) = 'rotation', false, null) as can_decide,
        max(stats.n_obs) as n_obs,
        max(stats.n_units) as n_bases,
        max(stats.type1_error) as type1_error,
        to_json({
            'on': concat(max(stats.n_benchmarks), ' benchmarks, scores ', any_value(stats.scaling)),
            'unit': any_value(stats.unit)
        }) as facts
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

),

-- how many load positively on the first component, and whether those named lead the second; a sign of a
-- component means nothing, so that the second is turned by the first benchmark named
loadings as (

    select
        cells.cell_id,
        cells.measure,
        cells.is_sound,
        stats.component,
        stats.n_obs,
        stats.n_units,
        stats.n_benchmarks,
        stats.type1_error,
        stats.unit,
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
    where cells.measure in ('positive_loadings_pct', 'second_component_lead')

),

of_loadings as (

    select
        cell_id,
        100 * avg((loading > 0)::integer) as estimate,
        100 * avg((ci_low > 0)::integer) as low,
        100 * avg((ci_high > 0)::integer) as high,
        max(n_obs) as n_obs,
        max(n_units) as n_bases,
        max(type1_error) as type1_error,
        to_json({ 'on': concat(max(n_benchmarks), ' benchmarks, scores raw'), 'unit': any_value(unit) }) as facts
    from loadings
    where measure = 'positive_loadings_pct' and component = 1
    group by cell_id
    union all by name
    select
        cell_id,
        min(loading) filter (where is_named) - max(loading) filter (where not is_named) as estimate,
        min(ci_low) filter (where is_named) - max(ci_high) filter (where not is_named) as ci_low,
        min(ci_high) filter (where is_named) - max(ci_low) filter (where not is_named) as ci_high,
        max(n_obs) as n_obs,
        max(n_units) as n_bases,
        max(type1_error) as type1_error,
        to_json({ 'on': concat(max(n_benchmarks), ' benchmarks, scores raw'), 'unit': any_value(unit) }) as facts
    from loadings
    where measure = 'second_component_lead' and component = 2
    group by cell_id

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
    where stats.estimate is not null and cells.measure in ('correlation', 'positive_pairs_pct', 'lines_pct')

),

of_correlations as (

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
        bool_and(ci_low is not null) as can_decide,
        to_json({
            'on': concat(any_value(variable_a), ' and ', any_value(variable_b), if(count(*) > 1, concat(', the largest of ', count(*)), '')),
            'unit': any_value(unit)
        }) as facts
    from correlations
    where measure = 'correlation'
    group by cell_id
    union all by name
    select
        cell_id,
        100 * avg((estimate > 0)::integer) as estimate,
        100 * avg(coalesce(ci_low > 0, false)::integer) as low,
        100 * avg(coalesce(ci_high > 0, true)::integer) as high,
        max(n_obs) as n_obs,
        max(n_units) as n_bases,
        max(type1_error) as type1_error,
        to_json({ 'on': concat(count(*), ' pairs of benchmarks'), 'unit': any_value(unit) }) as facts
    from correlations
    where measure = 'positive_pairs_pct'
    group by cell_id
    union all by name
    -- lines that explain nine tenths; of three models an interval is not to be had
    select
        cell_id,
        100 * avg((estimate > sqrt(0.9))::integer) as estimate,
        100 * avg(coalesce(ci_low > sqrt(0.9), false)::integer) as low,
        100 * avg(coalesce(ci_high > sqrt(0.9), true)::integer) as high,
        sum(n_obs)::bigint as n_obs,
        count(*) as n_bases,
        -- one interval that errs may be one too many
        1 - pow(1 - {{ significance_level() }} / 2, count(*)) as type1_error,
        to_json({ 'on': concat(count(*), ' families of three models and more'), 'unit': any_value(unit) }) as facts
    from correlations
    where measure = 'lines_pct' and n_obs >= 3
    group by cell_id

),

-- the share of steps that go the same way; a step counts against a claim only beyond its error
steps as (

    select
        cells.cell_id,
        case cells.measure
            when 'parting_steps_pct' then stats.direction <= 0
            else stats.direction > 0
        end as goes,
        stats.shown_direction = case cells.measure when 'parting_steps_pct' then -1 else 1 end as is_shown,
        stats.shown_direction = case cells.measure when 'parting_steps_pct' then 1 else -1 end as is_refuted,
        stats.level
    from cells
    inner join {{ ref('stat_lineage_steps') }} as stats
        on cells.cohort_id = stats.cohort_id and cells.group_a = stats.question_id
        and (cells.names = [''] or list_contains(cells.names, stats.level))
        and stats.size_from_b >= coalesce(cells.from_b, 0)
        and stats.size_to_b <= coalesce(cells.to_b, 'infinity')
    where stats.is_step and cells.measure in ('parting_steps_pct', 'joint_steps_pct')

),

of_steps as (

    select
        cell_id,
        100 * avg(goes::integer) as estimate,
        100 * avg(is_shown::integer) as low,
        100 - 100 * avg(is_refuted::integer) as high,
        count(*) as n_obs,
        count(distinct level) as n_bases,
        -- one step that errs may be one too many
        1 - pow(1 - {{ significance_level() }} / 2, count(*)) as type1_error,
        to_json({ 'on': concat(count(*), ' steps of ', count(distinct level), ' families'), 'unit': 'family' }) as facts
    from steps
    group by cell_id

),

of_forecasts as (

    -- the errors of one forecast less those of another
    select
        cells.cell_id,
        stats.mse_difference as estimate,
        stats.ci_low,
        stats.ci_high,
        stats.p_value,
        -- turning signs is exact where forecasts err alike
        {{ significance_level() }} as type1_error,
        stats.n_obs,
        stats.n_units as n_bases,
        stats.ci_low is not null and (stats.p_value < cells.significance_level or stats.ci_low * stats.ci_high < 0) as can_decide,
        to_json({
            'on': concat('squared errors of ', replace(stats.predictor, '_', ' '), ' less those of ', replace(stats.against, '_', ' ')),
            'unit': stats.unit
        }) as facts
    from cells
    inner join {{ ref('stat_forecast_comparisons') }} as stats
        on cells.cohort_id = stats.cohort_id and cells.group_a = stats.question_id
        and cells.group_b = concat(stats.predictor, ' against ', stats.against)
    where cells.measure = 'error_difference'
    union all by name
    select
        cells.cell_id,
        stats.mae_pct as estimate,
        stats.mae_ci_low_pct as ci_low,
        stats.mae_ci_high_pct as ci_high,
        stats.n_obs,
        stats.n_units as n_bases,
        stats.mae_type1_error as type1_error,
        to_json({ 'on': concat('mean absolute error by ', replace(stats.predictor, '_', ' ')), 'unit': stats.unit }) as facts
    from cells
    inner join {{ ref('stat_forecast_errors') }} as stats
        on cells.cohort_id = stats.cohort_id and cells.group_a = stats.question_id and cells.group_b = stats.predictor
    where cells.measure = 'absolute_error_pct' and stats.mae_pct is not null

),

of_shares as (

    select
        cells.cell_id,
        100 * if(cells.measure = 'variance_share_pct', stats.share, stats.difference) as estimate,
        100 * if(cells.measure = 'variance_share_pct', stats.ci_low, stats.difference_ci_low) as ci_low,
        100 * if(cells.measure = 'variance_share_pct', stats.ci_high, stats.difference_ci_high) as ci_high,
        if(cells.measure = 'variance_share_pct', null, stats.p_value) as p_value,
        stats.n_obs,
        stats.n_levels as n_bases,
        to_json({
            'on': concat(stats.component, if(cells.measure = 'variance_share_pct', '', ' less ' || stats.against), ', given ', stats.given),
            'unit': stats.component
        }) as facts
    from cells
    inner join {{ ref('stat_variance_components') }} as stats
        on cells.cohort_id = stats.cohort_id and cells.group_a = stats.question_id
        and cells.group_b = concat(stats.component, ' against ', stats.against, ' given ', stats.given)
    where cells.measure in ('variance_share_pct', 'variance_share_difference_pct') and stats.share is not null

),

of_shifts as (

    select
        cells.cell_id,
        stats.estimate,
        stats.ci_low,
        stats.ci_high,
        stats.p_value,
        stats.type1_error,
        stats.n_obs,
        stats.n_units as n_bases,
        to_json({ 'on': concat(stats.n_late, ' models after the cut'), 'unit': stats.unit }) as facts
    from cells
    inner join {{ ref('stat_compute_shifts') }} as stats
        on cells.cohort_id = stats.cohort_id and cells.group_a = stats.question_id
    where cells.measure = 'shift_at_equal_compute' and stats.estimate is not null

),

of_breakpoints as (

    select
        cells.cell_id,
        stats.breakpoint_b as estimate,
        stats.ci_low_b as ci_low,
        stats.ci_high_b as ci_high,
        stats.p_value,
        stats.n_obs,
        stats.n_sizes as n_bases,
        -- a place is of something only where the line bends
        stats.p_value < cells.significance_level and not stats.is_open_low and not stats.is_open_high as can_decide,
        to_json({ 'on': concat('place where the line bends, in billions of parameters, by ', stats.unit), 'unit': stats.unit }) as facts
    from cells
    inner join {{ ref('int_structure_batteries') }} as batteries
        on cells.cohort_id = batteries.cohort_id and cells.group_a = batteries.question_id
    inner join {{ ref('stat_breakpoints') }} as stats
        on cells.cohort_id = stats.cohort_id and batteries.benchmark_id = stats.benchmark_id
        and stats.unit = if(cells.is_sound, 'size', 'evaluation')
    where cells.measure = 'breakpoint_b' and stats.breakpoint_b is not null

),

-- pairs of types of one base family that are significantly ahead on one benchmark and behind on another
of_signs as (

    select
        cell_id,
        count(*) filter (where n_above > 0 and n_below > 0) as estimate,
        estimate as low,
        -- a pair that is open on all sides may yet part
        if(bool_or(n_open > 0), greatest(estimate, 1), estimate) as high,
        max(n_used) as n_obs,
        max(n_bases) as n_bases,
        max(type1_error) as type1_error,
        to_json({ 'on': concat('pairs of training types of ', count(*), ' within base families'), 'unit': 'base_family' }) as facts
    from (
        select
            cells.cell_id,
            stats.group_a,
            stats.group_b,
            count(*) filter (where stats.estimate > 0 and stats.is_clear) as n_above,
            count(*) filter (where stats.estimate < 0 and stats.is_clear) as n_below,
            count(*) filter (where not stats.is_clear) as n_open,
            max(stats.n_used) as n_used,
            max(stats.n_bases) as n_bases,
            max(stats.type1_error) as type1_error
        from cells
        inner join (
            select
                *,
                coalesce({{ is_significant('p_adjusted') }}, false) as is_clear
            from {{ ref('stat_within_base') }}
            where method = 'fixed effects' and estimate is not null
        ) as stats on cells.cohort_id = stats.cohort_id
        where cells.measure = 'parting_pairs' and stats.factor = 'training_type'
        group by cells.cell_id, stats.group_a, stats.group_b
    ) as pairs
    group by cell_id

),

observed as (

    select * exclude (scale, is_count) from components
    {% for source in ['of_loadings', 'of_correlations', 'of_steps', 'of_forecasts', 'of_shares', 'of_shifts', 'of_breakpoints', 'of_signs'] -%}
        union all by name
        select * from {{ source }}
    {% endfor %}

),

bounded as (

    select
        observed.* exclude (can_decide),
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
        cells.is_sound
    from observed
    inner join cells on observed.cell_id = cells.cell_id

)

select
    * exclude (is_bounded, least, most, decision, decision_value, tolerance, significance_level, is_sound)
    replace (
        json_merge_patch(
            facts, to_json({
                'n_units': n_bases,
                'error_pct': 100 * type1_error,
                'of': replace(facts ->> 'unit', '_', ' '),
                'least': least,
                'most': most
            })
        ) as facts
    ),
    {{ holds_within('least', 'most') }} as holds
from bounded
