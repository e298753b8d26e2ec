-- Claims about how benchmarks load on the components of a battery: how many positively on the first, and how
-- far those that a claim names lead the second.
with cells as (

    select
        *,
        string_split(trim(coalesce(group_b, '')), ' / ') as names
    from {{ ref('int_claim_cells_selected') }}
    where rule_family = 'structure' and is_rerun

),

loadings as (

    select
        cells.cell_id,
        cells.measure,
        cells.names,
        stats.*,
        to_json({
            'found_on': concat('of ', stats.n_benchmarks, ' benchmarks with raw scores'),
            'unit': stats.unit
        }) as facts
    from cells
    inner join {{ ref('stat_component_loadings') }} as stats
        on cells.cohort_id = stats.cohort_id and cells.group_a = stats.question_id and stats.scaling = 'raw'

),

positive_loadings_pct as (

    select
        cell_id,
        100 * avg((loading > 0)::integer) as estimate,
        100 * avg((ci_low > 0)::integer) as low,
        100 * avg((ci_high > 0)::integer) as high,
        max(n_obs) as n_obs,
        max(n_units) as n_bases,
        max(type1_error) as type1_error,
        any_value(facts) as facts
    from loadings
    where measure = 'positive_loadings_pct' and component = 1
    group by cell_id

),

-- a sign of a component means nothing, so that the second is turned by the first benchmark named
turned as (

    select
        max(loading) filter (where benchmark_id = names[1]) over (partition by cell_id) < 0 as is_turned,
        list_contains(names, benchmark_id) as is_named,
        * replace (
            if(is_turned, -loading, loading) as loading,
            if(is_turned, -ci_high, ci_low) as ci_low,
            if(is_turned, -ci_low, ci_high) as ci_high
        )
    from loadings
    where measure = 'second_component_lead' and component = 2

),

second_component_lead as (

    select
        cell_id,
        min(loading) filter (where is_named) - max(loading) filter (where not is_named) as estimate,
        min(ci_low) filter (where is_named) - max(ci_high) filter (where not is_named) as ci_low,
        min(ci_high) filter (where is_named) - max(ci_low) filter (where not is_named) as ci_high,
        max(n_obs) as n_obs,
        max(n_units) as n_bases,
        max(type1_error) as type1_error,
        any_value(facts) as facts
    from turned
    group by cell_id

)

{{ observations_within('positive_loadings_pct', 'second_component_lead') }}
