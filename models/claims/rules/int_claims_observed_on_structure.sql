-- Claims about how scores hang together, by the statistics of docs/structure.md: a claim names a question of
-- seeds/structure/structure_questions.csv and what of its answer it is about. By the paper's own method the
-- estimate stands for itself, rows being independent; soundly its interval must lie on one side of the claim,
-- with whole units left out. A printed number is confirmed by the paper's own method where the estimate lies within the
-- claim's tolerance of it, soundly where the interval does, or holds it and is no wider than seeds/claims/claim_widths.csv has it; it is
-- refuted by either where the interval lies outside.
with cells as (

    select * from {{ ref('int_claim_structure_cells') }}

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
    union all by name
    -- an average over tasks, of which those here are a sample
    select
        cells.cell_id,
        avg(stats.mae_pct order by stats.mae_pct) as estimate,
        student_quantile(1 - {{ significance_level() }} / 2, count(*) - 1.0) * stddev_samp(stats.mae_pct order by stats.mae_pct) / sqrt(count(*))
            as half_width,
        estimate - half_width as ci_low,
        estimate + half_width as ci_high,
        sum(stats.n_obs)::bigint as n_obs,
        count(*) as n_bases,
        -- Student's interval is exact where errors of tasks are normal
        {{ significance_level() }} as type1_error,
        to_json({ 'on': concat('by ', replace(cells.group_b, '_', ' '), ', of ', count(*), ' tasks'), 'unit': 'task' }) as facts
    from cells
    inner join {{ ref('stat_forecast_errors') }} as stats
        on cells.cohort_id = stats.cohort_id and list_contains(string_split(cells.group_a, ' / '), stats.question_id)
        and cells.group_b = stats.predictor
    where cells.measure = 'mean_error_over_tasks_pct' and stats.mae_pct is not null
    group by cells.cell_id, cells.group_b

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

    select * from {{ ref('int_claim_structure_components') }}
    {% for source in ['of_steps', 'of_forecasts', 'of_shares', 'of_shifts', 'of_breakpoints', 'of_signs'] -%}
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
        cells.is_sound,
        cells.widest
    from observed
    inner join cells on observed.cell_id = cells.cell_id

)

select
    * exclude (half_width, is_bounded, least, most, decision, decision_value, tolerance, significance_level, is_sound, widest)
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
