-- Claims about pairs of groups: is one significant, which is ahead, are they equal, is one no better; do the means of a
-- factor's groups differ; how many pairs are significant, of a factor, of a level, or on how many benchmarks. Papers
-- compare means of training types; soundly that is one reading, and the difference adjusted for size the other.
-- Soundly, a pair that neither differs nor is shown equal may be either, so that a count has a fewest and a most, and a
-- claim that the two decide differently is open; groups differ where the omnibus test with clustered rows says so or a
-- pair differs, which refutes equality of all (closure principle, Marcus, Peritz and Gabriel 1976), and are equal where
-- every pair is shown equal.
with cells as (

    select
        *,
        concat(basis, if(is_sound and factor = 'training_type' and contains(statistic, 'unadjusted'), ', unadjusted', '')) as pairs_basis
    from {{ ref('int_claim_cells_selected') }}
    where
        rule_family in ('pair', 'anova')
        or (rule_family = 'pair_count' and (group_a is null or level_a is not null or factor is not null))

),

pairs as (

    select
        *,
        {{ is_significant('p_adjusted') }} as is_significant,
        if(starts_with(basis, 'sound'), not coalesce(is_equivalent, false), is_significant) as may_be_significant
    from {{ ref('int_claim_pairs_stacked') }}

),

benchmarks_of as (

    select
        cohort_id,
        count(distinct benchmark_id) as n_benchmarks
    from {{ ref('int_cohort_scores_compared') }}
    group by cohort_id

),

-- each pair has two rows, one per direction
by_benchmark as (

    select
        basis,
        cohort_id,
        factor,
        benchmark_id,
        any_value(benchmark_name) as benchmark_name,
        bool_and(is_equivalent) as is_equivalent,
        count(*) filter (where is_significant) // 2 as n_fewest,
        count(*) filter (where may_be_significant) // 2 as n_most,
        count(*) // 2 as n_pairs,
        min(p_adjusted) as least_p_adjusted,
        max(type1_error) filter (where p_adjusted is not null) as type1_error
    from pairs
    left join {{ ref('dim_benchmarks') }} using (benchmark_id)
    group by basis, cohort_id, factor, benchmark_id

),

tests as (

    select
        *,
        'same_method' as basis
    from {{ ref('stat_anova') }}
    where method = 'classic'
    union all by name
    select
        tables.*,
        papers_rows.cohort_id,
        'recovered' as basis
    from {{ ref('published_tables_recovered') }} as tables
    cross join {{ ref('int_claim_printed_population') }} as papers_rows
    union all by name
    select
        'sound_method' as basis,
        omnibus.* replace (
            -- with a test of all groups the clearest pair is in its p-value already
            coalesce(omnibus.p_value, pairs.least_p_adjusted) as p_value,
            coalesce(omnibus.type1_error, pairs.type1_error) as type1_error
        ),
        nullif(omnibus.status, 'ok') as why_not,
        -- of some pairs among others that have no test nothing is shown of all
        omnibus.status = 'ok' and coalesce(pairs.is_equivalent, false) as is_equivalent,
        coalesce(pairs.n_fewest, 0) as n_differing,
        coalesce(pairs.n_pairs, 0) as n_pairs
    from {{ ref('stat_cluster_omnibus') }} as omnibus
    left join by_benchmark as pairs
        on (omnibus.cohort_id, omnibus.factor, omnibus.benchmark_id) = (pairs.cohort_id, pairs.factor, pairs.benchmark_id)
        and pairs.basis = if(omnibus.factor = 'training_type', 'sound_method, unadjusted', 'sound_method')
    where omnibus.status = 'ok' or pairs.n_pairs > 0

),

-- the group of all others together has no place
by_level as (

    select
        basis,
        cohort_id,
        factor,
        group_a as level_a,
        count(*) filter (where is_significant) as n_fewest,
        count(*) filter (where may_be_significant) as n_most,
        max(type1_error) filter (where p_adjusted is not null) as type1_error,
        count(*) as n_pairs
    from pairs
    where group_a != 'Other'
    group by all

),

-- the best and the worst place that the other levels leave open; a level without a significant pair has the last
placed as (

    select
        own.basis,
        own.cohort_id,
        own.factor,
        own.level_a,
        own.n_fewest,
        own.n_pairs,
        -- of all pairs that the place rests on
        max(other.type1_error) as type1_error,
        count(*) as n_levels,
        if(own.n_most = 0, n_levels, 1 + count(*) filter (where other.n_fewest > own.n_most)) as low,
        case
            when own.n_fewest = 0 then n_levels
            when own.basis = 'sound_method'
                then 1 + count(*) filter (where other.level_a != own.level_a and other.n_most > own.n_fewest)
            else 1 + count(*) filter (where other.n_fewest > own.n_fewest)
        end as high
    from by_level as own
    inner join by_level as other using (basis, cohort_id, factor)
    group by own.basis, own.cohort_id, own.factor, own.level_a, own.n_fewest, own.n_most, own.n_pairs

)

select
    cells.cell_id,
    tests.* exclude (basis, cohort_id, factor),
    tests.p_value as estimate,
    coalesce(tests.p_value < cells.significance_level, false) as is_above,
    false as is_below
from cells
inner join tests using (basis, cohort_id, factor, benchmark_id)
where cells.rule_family = 'anova' and (tests.p_value is not null or cells.is_sound)
union all by name
select
    cells.cell_id,
    pairs.* exclude (basis, cohort_id, factor, p_adjusted),
    pairs.p_adjusted as p_value,
    {{ var('equivalence_margin_pct') }} as margin,
    pairs.n_a + pairs.n_b as n_obs,
    pairs.n_bases_a + pairs.n_bases_b as n_bases
from cells
inner join pairs
    on (cells.pairs_basis, cells.cohort_id, cells.factor) = (pairs.basis, pairs.cohort_id, pairs.factor)
    and (cells.level_a, cells.level_b) = (pairs.group_a, pairs.group_b) and {{ on_benchmark('cells', 'pairs') }}
where cells.rule_family = 'pair'
union all by name
-- a pair that is there, but not for a clustered comparison
select
    cells.cell_id,
    robust.benchmark_id,
    false as can_decide,
    robust.status as why_not,
    robust.n_a,
    robust.n_b
from cells
inner join {{ ref('stat_cluster_robust') }} as robust
    on cells.cohort_id = robust.cohort_id and cells.factor = robust.factor and {{ on_benchmark('cells', 'robust') }}
    and (robust.group_a, robust.group_b) in ((cells.level_a, cells.level_b), (cells.level_b, cells.level_a))
anti join pairs
    on (cells.pairs_basis, cells.cohort_id, cells.factor) = (pairs.basis, pairs.cohort_id, pairs.factor)
    and (cells.level_a, cells.level_b) = (pairs.group_a, pairs.group_b) and {{ on_benchmark('cells', 'pairs') }}
where
    cells.rule_family = 'pair'
    and cells.is_sound and robust.is_default and robust.status != 'ok' and robust.n_a > 0 and robust.n_b > 0
qualify row_number() over (partition by cells.cell_id order by robust.benchmark_id) = 1
union all by name
select
    cells.cell_id,
    count(*) filter (where pairs.is_significant) as n_fewest,
    count(*) filter (where pairs.may_be_significant) as n_most,
    n_most - n_fewest as n_open,
    count(*) as n_pairs,
    count(distinct pairs.benchmark_id) as n_judged,
    cells.n_benchmarks - n_judged as n_missing,
    n_fewest::double as estimate,
    -- a benchmark without the pair may be either too
    n_most + if(cells.measure = 'n_benchmarks_significant', n_missing, 0) as high,
    if(n_judged = 1, min(benchmarks.benchmark_name), null) as on_one,
    max(pairs.type1_error) filter (where pairs.p_adjusted is not null) as type1_error
from cells
inner join pairs
    on (cells.basis, cells.cohort_id, cells.factor, cells.level_a) = (pairs.basis, pairs.cohort_id, pairs.factor, pairs.group_a)
    and coalesce(cells.level_b = pairs.group_b, true) and {{ on_benchmark('cells', 'pairs') }}
left join {{ ref('dim_benchmarks') }} as benchmarks on pairs.benchmark_id = benchmarks.benchmark_id
where cells.measure in ('n_significant', 'n_significant_of_level', 'n_benchmarks_significant')
group by cells.cell_id, cells.measure, cells.n_benchmarks
union all by name
-- "fewest of all": fewer than any other benchmark, for any outcome of the open pairs
select
    cells.cell_id,
    own.n_fewest::double as estimate,
    count(*) = benchmarks_of.n_benchmarks - 1 as can_decide,
    case when own.n_most < min(other.n_fewest) then true when own.n_fewest >= min(other.n_most) then false end as holds,
    greatest(own.type1_error, max(other.type1_error)) as type1_error,
    own.n_pairs,
    own.n_most - own.n_fewest as n_open,
    string_agg(
        concat(
            other.n_fewest, if(other.n_most > other.n_fewest, concat(' (', other.n_most - other.n_fewest, ' open)'), ''),
            ' (', other.benchmark_name, ')'
        ), ', ' order by other.benchmark_id
    ) as others,
    string_agg(concat(other.benchmark_id, ' ', other.n_fewest), ', ' order by other.benchmark_id) as counts
from cells
inner join by_benchmark as own using (basis, cohort_id, factor, benchmark_id)
inner join by_benchmark as other
    on (own.basis, own.cohort_id, own.factor) = (other.basis, other.cohort_id, other.factor) and own.benchmark_id != other.benchmark_id
inner join benchmarks_of on cells.cohort_id = benchmarks_of.cohort_id
where cells.measure = 'n_significant' and cells.level_a is null
group by cells.cell_id, own.n_fewest, own.n_most, own.n_pairs, own.type1_error, benchmarks_of.n_benchmarks
union all by name
select
    cells.cell_id,
    by_benchmark.benchmark_id,
    by_benchmark.n_pairs,
    by_benchmark.n_pairs - by_benchmark.n_most as n_equal,
    by_benchmark.n_pairs - by_benchmark.n_fewest as n_not,
    by_benchmark.n_most > by_benchmark.n_fewest as has_open,
    sum(by_benchmark.n_pairs) over of_claim as n_pairs_of_all,
    sum(n_not) over of_claim as n_not_of_all,
    if(cells.measure = 'share_not_significant', n_equal / by_benchmark.n_pairs, sum(n_equal) over of_claim / n_pairs_of_all) as low,
    if(cells.measure = 'share_not_significant', n_not / by_benchmark.n_pairs, n_not_of_all / n_pairs_of_all) as high,
    high as estimate,
    max(by_benchmark.type1_error) over of_claim as type1_error
from cells
inner join by_benchmark
    on (cells.basis, cells.cohort_id, cells.factor) = (by_benchmark.basis, by_benchmark.cohort_id, by_benchmark.factor)
    and {{ on_benchmark('cells', 'by_benchmark') }}
where cells.measure in ('share_not_significant', 'share_not_significant_pooled')
window of_claim as (partition by cells.cell_id)
union all by name
select
    cells.cell_id,
    placed.* exclude (basis, cohort_id, factor, level_a),
    placed.high::double as estimate
from cells
inner join placed using (basis, cohort_id, factor, level_a)
where
    cells.measure = 'rank_of_level'
    -- a claim that any place would meet, or none, cannot lose or cannot win
    and len(list_distinct(list_transform(range(1, placed.n_levels + 1), lambda place: {{ meets_number('place') }}))) = 2
