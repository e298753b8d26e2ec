-- Claims about what the population is: counts, shares and sizes. The sound count takes every model
-- once, however often it was evaluated.
with members as (

    select
        cohorts.basis,
        members.cohort_id,
        evaluations.*
    from {{ ref('bridge_cohort_evaluations') }} as members
    inner join {{ ref('fct_evaluations') }} as evaluations using (evaluation_id)
    cross join (values ('same_method'), ('sound_method')) as cohorts (basis)
    qualify
        basis = 'same_method'
        or row_number() over (partition by basis, cohort_id, evaluations.model_name order by evaluation_id) = 1

),

figures as (

    select
        basis,
        cohort_id,
        count(*) as n_obs,
        unnest([
            { 'measure': 'n_evaluations', 'estimate': count(*)::double },
            { 'measure': 'n_models', 'estimate': count(distinct model_name) filter (where parameters_b > 0) },
            { 'measure': 'size_min', 'estimate': min(parameters_b) filter (where parameters_b > 0) },
            { 'measure': 'size_max', 'estimate': max(parameters_b) },
            { 'measure': 'size_mean', 'estimate': avg(parameters_b order by parameters_b) },
            { 'measure': 'size_median', 'estimate': median(parameters_b) },
            { 'measure': 'size_std_dev', 'estimate': stddev_samp(parameters_b order by parameters_b) },
            { 'measure': 'n_architectures', 'estimate': count(distinct architecture) },
            { 'measure': 'n_families', 'estimate': count(distinct architecture_family) }
        ], recursive := true)
    from members
    group by basis, cohort_id

),

-- the paper left models of unknown size out of its shares of size
levels as (

    select
        members.basis,
        members.cohort_id,
        assigned.factor,
        assigned.level as level_a,
        'share_pct' as measure,
        count(*) as n_level,
        sum(count(*)) over (partition by members.basis, members.cohort_id, assigned.factor)::bigint as n_obs,
        100 * n_level / n_obs as estimate
    from members
    inner join {{ ref('int_cohort_levels_assigned') }} as assigned using (cohort_id, evaluation_id)
    where assigned.is_tested
    group by members.basis, members.cohort_id, assigned.factor, assigned.level

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

-- the rows that the tables of some factors have and those of others leave out; the paper drops as
-- many for having no size
totals as (

    select
        max(n_table) as n_all,
        n_all - min(n_table) filter (where factor = 'architecture_family') as n_unsized
    from recovered

),

-- each share of the denominator of its own table, and of the two wholes that it may mean
recovered_shares as (

    select
        recovered.factor,
        recovered.level as level_a,
        totals.n_unsized,
        unnest([
            { 'measure': 'share_pct', 'n_part': n_level::double, 'n_whole': n_table::double },
            {
                'measure': 'share_of_whole_pct',
                'n_part': n_level,
                'n_whole': n_table / (1 - coalesce(left_out.pct, 0) / 100)
            },
            {
                'measure': 'share_of_sized_pct',
                'n_part': n_level - if(ranges.lower_b = 0, totals.n_unsized, 0),
                'n_whole': totals.n_all - totals.n_unsized
            }
        ], recursive := true)
    from recovered
    cross join totals
    left join left_out on recovered.factor = left_out.factor
    left join {{ ref('dim_parameter_ranges') }} as ranges
        on recovered.level = ranges.parameter_range and recovered.factor = 'parameter_range'
        and ranges.scheme = (select parameter_range_scheme from {{ ref('int_claim_printed_population') }})

),

sizes as (

    select
        basis,
        cohort_id,
        count(parameters_b) as n_obs,
        quantile_cont(parameters_b, list_transform(range(101), lambda i: i / 100.0)) as percentiles
    from members
    group by all

),

cells as (

    select * from {{ ref('int_claim_cells_selected') }}
    where rule_family = 'population'

)

select
    cells.cell_id,
    figures.estimate,
    figures.n_obs
from cells
inner join figures using (basis, cohort_id, measure)
union all by name
select
    cells.cell_id,
    levels.estimate,
    levels.n_level,
    levels.n_obs
from cells
inner join levels using (basis, cohort_id, measure, factor, level_a)
union all by name
select
    cells.cell_id,
    100 * shares.n_part / shares.n_whole as estimate,
    shares.n_part::bigint as n_level,
    round(shares.n_whole)::bigint as n_obs,
    shares.n_unsized
from cells
inner join recovered_shares as shares using (measure, factor, level_a)
where cells.basis = 'recovered'
union all by name
select
    cells.cell_id,
    count(distinct recovered.level) as estimate
from cells
inner join recovered on recovered.factor = 'architecture_family'
where cells.measure = 'n_families' and not cells.is_rerun
group by all
union all by name
select
    cells.cell_id,
    count(distinct [least(pairs.group_a, pairs.group_b), greatest(pairs.group_a, pairs.group_b)]) as estimate
from cells
inner join {{ ref('int_claim_pairs_stacked') }} as pairs using (basis, cohort_id, factor)
where cells.measure = 'n_pairs'
group by all
union all by name
select
    cells.cell_id,
    benchmarks.n_items as estimate
from cells
inner join {{ ref('dim_benchmarks') }} as benchmarks using (benchmark_id)
where cells.measure = 'n_items' and cells.is_rerun
union all by name
select
    cells.cell_id,
    regexp_extract(cells.group_a, '([0-9]+)', 1) as percentage,
    sizes.percentiles[percentage::integer + 1] as estimate,
    sizes.n_obs
from cells
inner join sizes using (basis, cohort_id)
where cells.measure = 'size_quantile'
union all by name
-- the ends of as many equal counts as the claim has edges for
select
    cells.cell_id,
    list_transform(string_split(cells.expected, ','), lambda edge: edge::double) as claimed,
    list_transform(range(len(claimed)), lambda i: round(sizes.percentiles[(100 * i // (len(claimed) - 1)) + 1], 3)) as found,
    found::varchar as edges,
    list_max(list_transform(list_zip(claimed, found), lambda pair: abs(pair[1] - pair[2]))) as estimate,
    estimate <= cells.tolerance + 1e-9 as holds,
    sizes.n_obs
from cells
inner join sizes using (basis, cohort_id)
where cells.measure = 'bin_edges'
union all by name
-- what a paper's text says beside another figure that it prints of the same thing: no data of ours are asked
select
    cell_id,
    try_cast(group_a as double) as printed,
    if(measure = 'pairs_among', printed * (printed - 1) / 2, printed) as estimate
from {{ ref('int_claim_cells_selected') }}
where rule_family = 'printed_twice' and basis = 'published' and printed is not null
