-- Claims about how many pairs are significant: of a factor, of a level, or on how many benchmarks.
-- Soundly, a pair that neither differs nor is shown equal may be either, so that a count has a fewest
-- and a most, and a claim that the two decide differently is open.
with cells as (

    select * from {{ ref('int_claim_cells_selected') }}
    where rule_family = 'pair_count' and (group_a is null or level_a is not null or factor is not null)

),

pairs as (

    select
        *,
        {{ is_significant('p_adjusted') }} as is_significant,
        case when basis = 'sound_method' then not coalesce(is_equivalent, false) else is_significant end as may_be_significant
    from {{ ref('int_claim_pairs_stacked') }}

),

benchmarks_of as (

    select
        cohort_id,
        count(distinct benchmark_id) as n_benchmarks
    from {{ ref('int_cohort_scores_compared') }}
    group by cohort_id

),

-- a pair stands there twice, once from each side
by_benchmark as (

    select
        pairs.basis,
        pairs.cohort_id,
        pairs.factor,
        pairs.benchmark_id,
        any_value(benchmarks.benchmark_name) as benchmark_name,
        count(*) filter (where pairs.is_significant) // 2 as n_fewest,
        count(*) filter (where pairs.may_be_significant) // 2 as n_most,
        count(*) // 2 as n_pairs,
        max(pairs.type1_error) filter (where pairs.p_adjusted is not null) as type1_error,
        n_pairs - n_most as n_fewest_not,
        n_pairs - n_fewest as n_most_not
    from pairs
    left join {{ ref('dim_benchmarks') }} as benchmarks using (benchmark_id)
    group by pairs.basis, pairs.cohort_id, pairs.factor, pairs.benchmark_id

),

-- the group of all others together has no place
by_level as (

    select
        basis,
        cohort_id,
        factor,
        group_a as level,
        count(*) filter (where is_significant) as n_fewest,
        count(*) filter (where may_be_significant) as n_most,
        max(type1_error) filter (where p_adjusted is not null) as type1_error,
        count(*) as n_pairs
    from pairs
    where group_a != 'Other'
    group by basis, cohort_id, factor, group_a

),

-- the best and the worst place that the other levels leave open; a level without a significant pair has the last
placed as (

    select
        own.basis,
        own.cohort_id,
        own.factor,
        own.level,
        any_value(own.n_fewest) as n_fewest,
        any_value(own.n_pairs) as n_pairs,
        -- of all pairs that the place rests on
        max(other.type1_error) as type1_error,
        count(*) as n_levels,
        if(any_value(own.n_most) = 0, n_levels, 1 + count(*) filter (where other.n_fewest > own.n_most)) as best_place,
        case
            when any_value(own.n_fewest) = 0 then n_levels
            when own.basis = 'sound_method'
                then 1 + count(*) filter (where other.level != own.level and other.n_most > own.n_fewest)
            else 1 + count(*) filter (where other.n_fewest > own.n_fewest)
        end as worst_place
    from by_level as own
    inner join by_level as other using (basis, cohort_id, factor)
    group by own.basis, own.cohort_id, own.factor, own.level

),

counted as (

    select
        cells.cell_id,
        cells.measure,
        cells.n_benchmarks,
        count(*) filter (where pairs.is_significant) as n_fewest,
        count(*) filter (where pairs.may_be_significant) as n_most,
        count(*) as n_pairs,
        count(distinct pairs.benchmark_id) as n_judged,
        min(pairs.benchmark_id) as first_benchmark,
        max(pairs.type1_error) filter (where pairs.p_adjusted is not null) as type1_error
    from cells
    inner join pairs
        on cells.basis = pairs.basis
        and cells.cohort_id = pairs.cohort_id
        and cells.factor = pairs.factor
        and {{ on_benchmark('cells', 'pairs') }}
        and cells.level_a = pairs.group_a
        and (cells.level_b = pairs.group_b or cells.level_b is null)
    where cells.measure in ('n_significant', 'n_significant_of_level', 'n_benchmarks_significant')
    group by all

)

select
    counted.cell_id,
    counted.n_fewest::double as estimate,
    -- a benchmark without the pair may be either too
    counted.n_most + if(counted.measure = 'n_benchmarks_significant', counted.n_benchmarks - counted.n_judged, 0) as high,
    counted.type1_error,
    to_json({
        'n_pairs': counted.n_pairs,
        'n_judged': counted.n_judged,
        'on_one': case when counted.n_judged = 1 then benchmarks.benchmark_name end,
        'n_open': nullif(counted.n_most - counted.n_fewest, 0),
        'n_missing': nullif(counted.n_benchmarks - counted.n_judged, 0)
    }) as facts
from counted
left join {{ ref('dim_benchmarks') }} as benchmarks on counted.first_benchmark = benchmarks.benchmark_id
union all by name
-- "fewest of all": less than any other benchmark, whatever the open pairs are
select
    cells.cell_id,
    any_value(own.n_fewest)::double as estimate,
    count(*) = any_value(benchmarks_of.n_benchmarks) - 1 as can_decide,
    case
        when any_value(own.n_most) < min(other.n_fewest) then true
        when any_value(own.n_fewest) >= min(other.n_most) then false
    end as holds,
    greatest(max(own.type1_error), max(other.type1_error)) as type1_error,
    to_json({
        'n_pairs': any_value(own.n_pairs),
        'n_open': nullif(any_value(own.n_most) - any_value(own.n_fewest), 0),
        'others': string_agg(
            concat(
                other.n_fewest, case when other.n_most > other.n_fewest then concat(' (', other.n_most - other.n_fewest, ' open)') else '' end,
                ' (', other.benchmark_name, ')'
            ), ', ' order by other.benchmark_id
        ),
        'counts': string_agg(concat(other.benchmark_id, ' ', other.n_fewest), ', ' order by other.benchmark_id)
    }) as facts
from cells
inner join by_benchmark as own using (basis, cohort_id, factor, benchmark_id)
inner join by_benchmark as other
    on own.basis = other.basis and own.cohort_id = other.cohort_id and own.factor = other.factor
    and own.benchmark_id != other.benchmark_id
inner join benchmarks_of using (cohort_id)
where cells.measure = 'n_significant' and cells.level_a is null
group by cells.cell_id
union all by name
select
    cells.cell_id,
    by_benchmark.benchmark_id,
    case
        when cells.measure = 'share_not_significant' then by_benchmark.n_fewest_not / by_benchmark.n_pairs
        else sum(by_benchmark.n_fewest_not) over of_claim / sum(by_benchmark.n_pairs) over of_claim
    end as low,
    case
        when cells.measure = 'share_not_significant' then by_benchmark.n_most_not / by_benchmark.n_pairs
        else sum(by_benchmark.n_most_not) over of_claim / sum(by_benchmark.n_pairs) over of_claim
    end as high,
    high as estimate,
    max(by_benchmark.type1_error) over of_claim as type1_error,
    to_json({
        'n_not': by_benchmark.n_most_not,
        'n_pairs': by_benchmark.n_pairs,
        'n_equal': case when by_benchmark.n_most > by_benchmark.n_fewest then by_benchmark.n_fewest_not end,
        'n_not_of_all': sum(by_benchmark.n_most_not) over of_claim,
        'n_pairs_of_all': sum(by_benchmark.n_pairs) over of_claim
    }) as facts
from cells
inner join by_benchmark
    on cells.basis = by_benchmark.basis and cells.cohort_id = by_benchmark.cohort_id and cells.factor = by_benchmark.factor
    and {{ on_benchmark('cells', 'by_benchmark') }}
where cells.measure in ('share_not_significant', 'share_not_significant_pooled')
window of_claim as (partition by cells.cell_id)
union all by name
select
    cells.cell_id,
    placed.best_place as low,
    placed.worst_place as high,
    placed.worst_place::double as estimate,
    placed.type1_error,
    to_json({
        'n_fewest': placed.n_fewest,
        'n_pairs': placed.n_pairs,
        'n_levels': placed.n_levels,
        'best_place': placed.best_place,
        'worst_place': case when placed.worst_place > placed.best_place then placed.worst_place end
    }) as facts
from cells
inner join placed
    on cells.basis = placed.basis and cells.cohort_id = placed.cohort_id and cells.factor = placed.factor
    and cells.level_a = placed.level
where
    cells.measure = 'rank_of_level'
    -- a claim that any place would meet, or none, cannot lose or cannot win
    and len(list_distinct(list_transform(range(1, placed.n_levels + 1), lambda place: {{ meets_number('place') }}))) = 2
