-- Claims that count pairs of groups: how many are significant, of a factor, of a level, or on how many
-- benchmarks. Soundly, a pair that neither differs nor is shown equal may be either, so that a count has a
-- fewest and a most, and a claim that the two decide differently is open.
with cells as (

    select * from {{ ref('int_claim_cells_selected') }}
    where rule_family = 'pair_count' and (group_a is null or level_a is not null or factor is not null)

),

counts as (

    select
        cells.cell_id,
        cells.measure,
        count(*) filter (where {{ is_significant('pairs.p_adjusted') }}) as n_fewest,
        count(*) filter (where {{ may_be_significant('pairs') }}) as n_most,
        count(distinct pairs.benchmark_id) as n_judged,
        cells.n_benchmarks - n_judged as n_missing,
        max(pairs.type1_error) filter (where pairs.p_adjusted is not null) as type1_error,
        to_json({
            'n_pairs': count(*),
            'n_open': n_most - n_fewest,
            'n_judged': n_judged,
            'n_missing': n_missing,
            'on_one': if(n_judged = 1, min(benchmarks.benchmark_name), null)
        }) as facts
    from cells
    inner join {{ ref('int_claim_pairs_stacked') }} as pairs
        on (cells.basis, cells.cohort_id, cells.factor) = (pairs.basis, pairs.cohort_id, pairs.factor)
        and cells.level_a = pairs.group_a and coalesce(cells.level_b = pairs.group_b, true)
        and {{ on_benchmark('cells', 'pairs') }}
    left join {{ ref('dim_benchmarks') }} as benchmarks on pairs.benchmark_id = benchmarks.benchmark_id
    group by cells.cell_id, cells.measure, cells.n_benchmarks

),

n_significant_of_level as (

    select
        cell_id,
        n_fewest as estimate,
        n_most as high,
        type1_error,
        facts
    from counts
    where measure in ('n_significant', 'n_significant_of_level')

),

-- a benchmark without the pair may be either too
n_benchmarks_significant as (

    select
        cell_id,
        n_fewest as estimate,
        n_most + n_missing as high,
        type1_error,
        facts
    from counts
    where measure = 'n_benchmarks_significant'

),

benchmarks_of_cohorts as (

    select
        cohort_id,
        count(distinct benchmark_id) as n_benchmarks
    from {{ ref('int_cohort_scores_compared') }}
    group by cohort_id

),

-- "fewest of all": fewer than any other benchmark, for any outcome of the open pairs
fewest_significant as (

    select
        cells.cell_id,
        own.n_fewest as estimate,
        count(*) = cohorts.n_benchmarks - 1 as can_decide,
        case
            when own.n_most < min(other.n_fewest) then true
            when own.n_fewest >= min(other.n_most) then false
        end as holds,
        greatest(own.type1_error, max(other.type1_error)) as type1_error,
        to_json({
            'n_pairs': own.n_pairs,
            'n_open': own.n_most - own.n_fewest,
            'others': string_agg(
                concat(
                    other.benchmark_name, ' has ', other.n_fewest,
                    ', and ' || nullif(other.n_most - other.n_fewest, 0) || ' open'
                ), '. ' order by other.benchmark_id
            )
        }) as facts
    from cells
    inner join {{ ref('int_claim_pairs_counted') }} as own using (basis, cohort_id, factor, benchmark_id)
    inner join {{ ref('int_claim_pairs_counted') }} as other
        on (own.basis, own.cohort_id, own.factor) = (other.basis, other.cohort_id, other.factor)
        and own.benchmark_id != other.benchmark_id
    inner join benchmarks_of_cohorts as cohorts on cells.cohort_id = cohorts.cohort_id
    where cells.measure = 'n_significant' and cells.level_a is null
    group by cells.cell_id, own.n_fewest, own.n_most, own.n_pairs, own.type1_error, cohorts.n_benchmarks

)

{{ observations('n_significant_of_level', 'n_benchmarks_significant', 'fewest_significant') }}
