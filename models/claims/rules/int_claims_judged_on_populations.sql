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
    union all
    -- tables leave groups out, so the whole is the largest table of all factors
    select
        'recovered' as basis,
        'paper_2024_01' as cohort_id,
        factor,
        level,
        max(n_obs) as n_level,
        (select max(n_obs) from {{ ref('published_tables_recovered') }}) as n_obs
    from {{ ref('published_groups_recovered') }}
    where n_obs is not null
    group by factor, level

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

observations as (

    select
        cells.*,
        figures.observed,
        concat(cells.measure, ' = ', {{ short('figures.observed', 6) }}, ', n ', figures.n_obs) as detail
    from cells
    inner join figures using (basis, cohort_id, measure)
    union all by name
    select
        cells.*,
        100 * levels.n_level / levels.n_obs as observed,
        concat(levels.level, ': ', levels.n_level, ' of ', levels.n_obs, ' = ', {{ short('observed') }}, ' %') as detail
    from cells
    inner join levels
        on cells.basis = levels.basis and cells.cohort_id = levels.cohort_id
        and cells.factor = levels.factor and cells.level_a = levels.level
    where cells.measure = 'share_pct'
    union all by name
    select
        cells.*,
        pair_counts.n_pairs as observed,
        concat(pair_counts.n_pairs, ' pairs of ', cells.factor, ' are compared per benchmark') as detail
    from cells
    inner join pair_counts using (basis, cohort_id, factor)
    where cells.measure = 'n_pairs'
    union all by name
    select
        cells.*,
        benchmarks.n_items as observed,
        concat(benchmarks.benchmark_name, ' has ', benchmarks.n_items, ' items') as detail
    from cells
    inner join {{ ref('dim_benchmarks') }} as benchmarks using (benchmark_id)
    where cells.measure = 'n_items' and cells.basis in ('same_method', 'sound_method')
    union all by name
    select
        cells.*,
        percentiles.percentiles[regexp_extract(cells.group_a, '([0-9]+)', 1)::integer + 1] as observed,
        concat(regexp_extract(cells.group_a, '([0-9]+)', 1), ' % quantile of size = ', {{ short('observed') }}, ' B, n ', percentiles.n_obs) as detail
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
    detail
from observations
union all
select
    claim_id,
    basis,
    cohort_id,
    largest_gap as observed,
    {{ verdict_when('largest_gap <= tolerance + 1e-9') }} as verdict,
    concat('largest distance of an edge ', {{ short('largest_gap') }}, ' B; observed ', observed::varchar, ', n ', n_obs) as detail
from gaps
