-- Claims about what the population is: its counts and sizes.
with cells as (

    select * from {{ ref('int_claim_cells_selected') }}
    where rule_family = 'population'

),

counts as (

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
    from {{ ref('int_claim_members_counted') }}
    group by basis, cohort_id

),

counts_and_sizes as (

    select
        cells.cell_id,
        counts.estimate,
        counts.n_obs
    from cells
    inner join counts using (basis, cohort_id, measure)

),

-- of architectures, as the printed tables name them
n_families as (

    select
        cells.cell_id,
        count(distinct printed.level) as estimate
    from cells
    inner join {{ ref('published_groups_recovered') }} as printed on printed.factor = 'architecture_family'
    where cells.measure = 'n_families' and not cells.is_rerun and printed.n_obs is not null
    group by cells.cell_id

),

n_pairs as (

    select
        cells.cell_id,
        count(distinct [
            least(pairs.group_a, pairs.group_b), greatest(pairs.group_a, pairs.group_b)
        ]) as estimate
    from cells
    inner join {{ ref('int_claim_pairs_stacked') }} as pairs using (basis, cohort_id, factor)
    where cells.measure = 'n_pairs'
    group by cells.cell_id

),

n_items as (

    select
        cells.cell_id,
        benchmarks.n_items as estimate
    from cells
    inner join {{ ref('dim_benchmarks') }} as benchmarks using (benchmark_id)
    where cells.measure = 'n_items' and cells.is_rerun

),

sizes as (

    select
        basis,
        cohort_id,
        count(parameters_b) as n_obs,
        quantile_cont(parameters_b, list_transform(range(101), lambda i: i / 100.0)) as percentiles
    from {{ ref('int_claim_members_counted') }}
    group by basis, cohort_id

),

named_percentages as (

    select
        *,
        regexp_extract(group_a, '([0-9]+)', 1) as percentage
    from cells
    where measure = 'size_quantile'

),

size_quantile as (

    select
        named.cell_id,
        sizes.percentiles[named.percentage::integer + 1] as estimate,
        sizes.n_obs,
        to_json({ 'percentage': named.percentage }) as facts
    from named_percentages as named
    inner join sizes using (basis, cohort_id)

),

-- the ends of as many equal counts as the claim has edges for
edges as (

    select
        cells.cell_id,
        cells.tolerance,
        sizes.n_obs,
        list_transform(string_split(cells.expected, ','), lambda edge: edge::double) as claimed,
        list_transform(
            range(len(claimed)), lambda i: round(sizes.percentiles[(100 * i // (len(claimed) - 1)) + 1], 3)
        ) as observed
    from cells
    inner join sizes using (basis, cohort_id)
    where cells.measure = 'bin_edges'

),

bin_edges as (

    select
        cell_id,
        list_max(
            list_transform(list_zip(claimed, observed), lambda pair: abs(pair[1] - pair[2]))
        ) as estimate,
        estimate <= tolerance + 1e-9 as holds,
        n_obs,
        to_json({ 'edges': observed::varchar }) as facts
    from edges

)

{{ observations('counts_and_sizes', 'n_families', 'n_pairs', 'n_items', 'size_quantile', 'bin_edges') }}
