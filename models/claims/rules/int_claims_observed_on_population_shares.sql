-- Claims about the share of a level in the population: of its evaluations, or of those that the printed
-- tables imply.
with cells as (

    select * from {{ ref('int_claim_cells_selected') }}
    where rule_family = 'population'

),

-- the paper left models of unknown size out of its shares of size
levels as (

    select
        members.basis,
        members.cohort_id,
        assigned.factor,
        assigned.level as level_a,
        count(*) as n_level,
        sum(count(*)) over of_factor::bigint as n_obs
    from {{ ref('int_claim_members_counted') }} as members
    inner join {{ ref('int_cohort_levels_assigned') }} as assigned using (cohort_id, evaluation_id)
    where assigned.is_tested
    group by members.basis, members.cohort_id, assigned.factor, assigned.level
    window of_factor as (partition by members.basis, members.cohort_id, assigned.factor)

),

share_pct as (

    select
        cells.cell_id,
        100 * levels.n_level / levels.n_obs as estimate,
        levels.n_obs,
        to_json({ 'n_level': levels.n_level }) as facts
    from cells
    inner join levels using (basis, cohort_id, factor, level_a)
    where cells.measure = 'share_pct'

),

recovered as (

    select
        printed.factor,
        printed.level,
        max(printed.n_obs) as n_level,
        max(tables.n_obs) as n_table
    from {{ ref('published_groups_recovered') }} as printed
    inner join {{ ref('published_tables_recovered') }} as tables using (factor, benchmark_id)
    where printed.n_obs is not null
    group by all

),

-- the share that the paper gives to the levels that its table leaves out
left_out as (

    select
        claims.factor,
        sum(claims.decision_value) as pct
    from {{ ref('dim_claims') }} as claims
    anti join recovered on claims.factor = recovered.factor and claims.level_a = recovered.level
    where claims.measure in ('share_pct', 'share_of_sized_pct') and claims.claim_source = 'paper'
    group by all

),

-- the rows that the tables of some factors have and those of others leave out; the paper drops as many for
-- having no size
totals as (

    select
        max(n_table) as n_all,
        n_all - min(n_table) filter (where factor = 'architecture_family') as n_unsized
    from recovered

),

implied as (

    select
        cells.cell_id,
        cells.measure,
        recovered.n_level,
        recovered.n_table,
        totals.n_all,
        totals.n_unsized,
        1 - coalesce(left_out.pct, 0) / 100 as share_in_table,
        recovered.n_level - if(ranges.lower_b = 0, totals.n_unsized, 0) as n_sized
    from cells
    inner join recovered on cells.factor = recovered.factor and cells.level_a = recovered.level
    cross join totals
    left join left_out on recovered.factor = left_out.factor
    left join {{ ref('dim_parameter_ranges') }} as ranges
        on recovered.level = ranges.parameter_range and recovered.factor = 'parameter_range'
        and ranges.scheme = (select parameter_range_scheme from {{ ref('int_claim_printed_population') }})
    where cells.basis = 'recovered'

),

-- a share has the denominator of its own table
share_of_table as (

    select
        cell_id,
        100 * n_level::double / n_table as estimate,
        n_table::bigint as n_obs,
        to_json({ 'n_level': n_level }) as facts
    from implied
    where measure = 'share_pct'

),

share_of_whole as (

    select
        cell_id,
        100 * n_level / (n_table / share_in_table) as estimate,
        round(n_table / share_in_table)::bigint as n_obs,
        to_json({ 'n_level': n_level }) as facts
    from implied
    where measure = 'share_of_whole_pct'

),

-- its table counts models without a size as the smallest
share_of_sized as (

    select
        cell_id,
        100 * n_sized::double / (n_all - n_unsized) as estimate,
        n_all - n_unsized as n_obs,
        to_json({ 'n_level': n_sized, 'n_unsized': n_unsized }) as facts
    from implied
    where measure = 'share_of_sized_pct'

)

{{ observations('share_pct', 'share_of_table', 'share_of_whole', 'share_of_sized') }}
