-- What components, loadings and correlations of scores say of a claim.
with cells as (

    select * from {{ ref('int_claim_structure_cells') }}

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

)

select * exclude (scale, is_count) from components
union all by name
select * from of_loadings
union all by name
select * from of_correlations
