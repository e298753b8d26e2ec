-- Claims about what the population is: counts, shares and sizes. The sound count takes every model
-- once, however often it was evaluated.
with ranges as (

    select
        cohort_id,
        evaluation_id,
        level as parameter_range
    from {{ ref('int_cohort_levels_assigned') }}
    where factor = 'parameter_range'

),

members as (

    select
        cohorts.basis,
        members.cohort_id,
        evaluations.model_name,
        evaluations.parameters_b,
        evaluations.architecture,
        evaluations.architecture_family,
        evaluations.training_type,
        ranges.parameter_range
    from {{ ref('bridge_cohort_evaluations') }} as members
    inner join {{ ref('fct_evaluations') }} as evaluations using (evaluation_id)
    left join ranges using (cohort_id, evaluation_id)
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
            { 'measure': 'n_evaluations', 'observed': count(*)::double },
            { 'measure': 'n_models', 'observed': count(distinct model_name) filter (where parameters_b > 0) },
            { 'measure': 'size_min', 'observed': min(parameters_b) filter (where parameters_b > 0) },
            { 'measure': 'size_max', 'observed': max(parameters_b) },
            { 'measure': 'size_mean', 'observed': avg(parameters_b order by parameters_b) },
            { 'measure': 'size_median', 'observed': median(parameters_b) },
            { 'measure': 'size_std_dev', 'observed': stddev_samp(parameters_b order by parameters_b) },
            { 'measure': 'n_architectures', 'observed': count(distinct architecture) },
            { 'measure': 'n_families', 'observed': count(distinct architecture_family) }
        ], recursive := true)
    from members
    group by basis, cohort_id

),

levels as (

    select
        basis,
        cohort_id,
        factor,
        level,
        count(*) as n_level,
        sum(count(*)) over (partition by basis, cohort_id, factor)::bigint as n_obs
    from (
        select
            basis,
            cohort_id,
            unnest([
                { 'factor': 'parameter_range', 'level': parameter_range },
                { 'factor': 'training_type', 'level': training_type },
                { 'factor': 'architecture_family', 'level': architecture_family }
            ], recursive := true)
        from members
    ) as assigned
    -- the paper left models of unknown size out of its shares of size
    where factor != 'parameter_range' or level != 'unknown'
    group by basis, cohort_id, factor, level

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
    group by printed.factor, printed.level

),

-- the share that the paper gives to the levels that its table leaves out
left_out as (

    select
        claims.factor,
        sum(claims.decision_value) as pct
    from {{ ref('dim_claims') }} as claims
    anti join recovered on claims.factor = recovered.factor and claims.level_a = recovered.level
    where claims.measure in ('share_pct', 'share_of_sized_pct') and claims.claim_source = 'paper'
    group by claims.factor

),

-- the rows that the tables of some factors have and those of others leave out; the paper drops as
-- many for having no size
totals as (

    select
        max(n_table) as n_all,
        min(n_table) filter (where factor = 'architecture_family') as n_sized
    from recovered

),

-- each share of the denominator of its own table, and of the two wholes that it may mean
recovered_shares as (

    select
        recovered.factor,
        recovered.level,
        unnest([
            {
                'measure': 'share_pct',
                'n_level': recovered.n_level::double,
                'n_whole': recovered.n_table::double,
                'whole': 'evaluations of its table'
            },
            {
                'measure': 'share_of_whole_pct',
                'n_level': recovered.n_level::double,
                'n_whole': recovered.n_table / (1 - coalesce(left_out.pct, 0) / 100),
                'whole': 'evaluations, those of the groups that its table leaves out included'
            },
            {
                'measure': 'share_of_sized_pct',
                'n_level': recovered.n_level - case when ranges.lower_b = 0 then totals.n_all - totals.n_sized else 0 end::double,
                'n_whole': totals.n_sized::double,
                'whole': concat(
                    'evaluations without the ', totals.n_all - totals.n_sized,
                    ' that have no size, which its table counts as the smallest'
                )
            }
        ], recursive := true)
    from recovered
    cross join totals
    left join left_out on recovered.factor = left_out.factor
    left join {{ ref('dim_parameter_ranges') }} as ranges
        on recovered.level = ranges.parameter_range and recovered.factor = 'parameter_range' and ranges.scheme = 'paper'

),

pair_counts as (

    select
        basis,
        cohort_id,
        factor,
        max(n_pairs) as n_pairs
    from (
        select
            basis,
            cohort_id,
            factor,
            benchmark_id,
            count(*) // 2 as n_pairs
        from {{ ref('int_claim_pairs_stacked') }}
        group by all
    )
    group by basis, cohort_id, factor

),

percentiles as (

    select
        basis,
        cohort_id,
        count(parameters_b) as n_obs,
        quantile_cont(parameters_b, list_transform(range(101), lambda i: i / 100.0)) as percentiles
    from members
    group by basis, cohort_id

),

cells as (

    select * from {{ ref('int_claim_cells_selected') }}
    where rule_family = 'population'

),

printed_categories as (

    select
        bases.basis,
        papers_rows.cohort_id,
        count(distinct recovered.level) as n_levels
    from recovered
    cross join (values ('published'), ('recovered')) as bases (basis)
    cross join {{ ref('int_claim_printed_population') }} as papers_rows
    where recovered.factor = 'architecture_family'
    group by bases.basis, papers_rows.cohort_id

),

observations as (

    select
        cells.*,
        figures.observed,
        concat(replace(cells.measure, '_', ' '), ' is ', {{ short('figures.observed', 6) }}, ' (n ', {{ counted('figures.n_obs') }}, ').') as detail,
        figures.n_obs
    from cells
    inner join figures using (basis, cohort_id, measure)
    union all by name
    select
        cells.*,
        100 * levels.n_level / levels.n_obs as observed,
        concat(
            {{ counted('levels.n_level') }}, ' of ', {{ counted('levels.n_obs') }}, ' evaluations, ', {{ short('observed', 3) }},
            ' %, are ', {{ level_name('levels.level', 'levels.factor') }}, '.'
        ) as detail,
        levels.n_obs
    from cells
    inner join levels
        on cells.basis = levels.basis and cells.cohort_id = levels.cohort_id
        and cells.factor = levels.factor and cells.level_a = levels.level
    where cells.measure = 'share_pct'
    union all by name
    select
        cells.*,
        100 * shares.n_level / shares.n_whole as observed,
        concat(
            {{ level_name('shares.level', 'shares.factor') }}, ': the printed pairs imply ', {{ counted('shares.n_level') }}, ' of ',
            {{ counted('round(shares.n_whole)') }}, ' ', shares.whole, ', ', {{ short('observed', 3) }}, ' %.'
        ) as detail,
        round(shares.n_whole)::bigint as n_obs
    from cells
    inner join recovered_shares as shares
        on cells.measure = shares.measure and cells.factor = shares.factor and cells.level_a = shares.level
    where cells.basis = 'recovered'
    union all by name
    select
        cells.*,
        printed_categories.n_levels as observed,
        concat('The printed tables compare ', printed_categories.n_levels, ' categories of architecture.') as detail
    from cells
    inner join printed_categories using (basis, cohort_id)
    where cells.measure = 'n_families'
    union all by name
    select
        cells.*,
        pair_counts.n_pairs as observed,
        concat(pair_counts.n_pairs, ' pairs of ', {{ factor_name('cells.factor') }}, ' are compared per benchmark.') as detail
    from cells
    inner join pair_counts using (basis, cohort_id, factor)
    where cells.measure = 'n_pairs'
    union all by name
    select
        cells.*,
        benchmarks.n_items as observed,
        concat(benchmarks.benchmark_name, ' has ', {{ counted('benchmarks.n_items') }}, ' items.') as detail
    from cells
    inner join {{ ref('dim_benchmarks') }} as benchmarks using (benchmark_id)
    where cells.measure = 'n_items' and cells.basis in ('same_method', 'sound_method')
    union all by name
    select
        cells.*,
        percentiles.percentiles[regexp_extract(cells.group_a, '([0-9]+)', 1)::integer + 1] as observed,
        concat(
            regexp_extract(cells.group_a, '([0-9]+)', 1), ' % of the models have at most ', {{ short('observed') }}, ' B parameters (n ',
            {{ counted('percentiles.n_obs') }}, ').'
        ) as detail,
        percentiles.n_obs
    from cells
    inner join percentiles using (basis, cohort_id)
    where cells.measure = 'size_quantile'

),

-- the ends of as many equal counts as the claim has edges for
claimed_edges as (

    select
        *,
        list_transform(string_split(expected, ','), lambda edge: edge::double) as edges
    from cells
    where measure = 'bin_edges'

),

edges as (

    select
        claimed_edges.claim_id,
        claimed_edges.basis,
        claimed_edges.cohort_id,
        claimed_edges.tolerance,
        claimed_edges.edges as expected,
        percentiles.n_obs,
        list_transform(
            range(len(claimed_edges.edges)),
            lambda i: round(percentiles.percentiles[(100 * i // (len(claimed_edges.edges) - 1)) + 1], 3)
        ) as observed
    from claimed_edges
    inner join percentiles using (basis, cohort_id)

),

gaps as (

    select
        *,
        list_max(list_transform(list_zip(expected, observed), lambda pair: abs(pair[1] - pair[2]))) as largest_gap
    from edges

)

select
    claim_id,
    basis,
    cohort_id,
    observed,
    {{ verdict_when(meets_number('observed')) }} as verdict,
    detail,
    concat(measure, ' = ', {{ short('observed', 6) }}) as evidence,
    n_obs
from observations
union all by name
select
    claim_id,
    basis,
    cohort_id,
    largest_gap as observed,
    {{ verdict_when('largest_gap <= tolerance + 1e-9') }} as verdict,
    concat(
        'The edge farthest from its claimed place is ', {{ short('largest_gap') }}, ' B away; the edges are ', observed::varchar,
        ' B (n ', {{ counted('n_obs') }}, ').'
    ) as detail,
    observed::varchar as evidence,
    n_obs
from gaps
