-- Claims about how many pairs are significant: of a factor, of a level, or on how many benchmarks.
with pairs as (

    select
        *,
        p_adjusted < {{ significance_level() }} as is_significant
    from {{ ref('int_claim_pairs_stacked') }}

),

cells as (

    select * from {{ ref('int_claim_cells_selected') }}
    where rule_family = 'pair_count' and (group_a is null or level_a is not null or factor is not null)

),

-- a pair stands there twice, once from each side
by_benchmark as (

    select
        basis,
        cohort_id,
        factor,
        benchmark_id,
        count(*) filter (where is_significant) // 2 as n_significant,
        count(*) // 2 as n_pairs,
        rank() over (
            partition by basis, cohort_id, factor
            order by count(*) filter (where is_significant)
        ) as rank_from_fewest
    from pairs
    group by basis, cohort_id, factor, benchmark_id

),

by_level as (

    select
        basis,
        cohort_id,
        factor,
        group_a as level,
        count(*) filter (where is_significant) as n_significant,
        count(*) as n_pairs,
        rank() over (
            partition by basis, cohort_id, factor
            order by count(*) filter (where is_significant) desc
        ) as rank_from_most
    from pairs
    where group_a != 'Other'
    group by basis, cohort_id, factor, group_a

),

counted as (

    select
        cells.*,
        count(*) filter (where pairs.is_significant) as n_significant,
        count(*) as n_pairs,
        bool_and(pairs.is_equivalent) as is_all_equivalent
    from cells
    inner join pairs
        on cells.basis = pairs.basis
        and cells.cohort_id = pairs.cohort_id
        and cells.factor = pairs.factor
        and (cells.benchmark_id = pairs.benchmark_id or cells.benchmark_id = 'all')
        and cells.level_a = pairs.group_a
        and (cells.level_b = pairs.group_b or cells.level_b is null)
    where cells.measure in ('n_significant', 'n_significant_of_level', 'n_benchmarks_significant')
    group by all

)

select
    claim_id,
    basis,
    cohort_id,
    n_significant::double as observed,
    case
        -- what is not significant may yet differ: few significant pairs show little
        when basis = 'sound_method' and measure = 'n_benchmarks_significant' and n_significant = 0 and not is_all_equivalent
            then 'inconclusive'
        when basis = 'sound_method' and decision in ('at_least', 'above') and not {{ meets_number('n_significant') }}
            then 'inconclusive'
        else {{ verdict_when(meets_number('n_significant')) }}
    end as verdict,
    concat(
        n_significant, ' of ', n_pairs, ' pairs of ', level_a, coalesce(' with ' || level_b, ''),
        ' on ', benchmark_id, ' have adjusted p < ', {{ short(significance_level()) }}
    ) as detail
from counted
union all
select
    cells.claim_id,
    cells.basis,
    cells.cohort_id,
    by_benchmark.n_significant::double as observed,
    {{ verdict_when('by_benchmark.rank_from_fewest = 1') }} as verdict,
    concat(
        by_benchmark.n_significant, ' of ', by_benchmark.n_pairs, ' pairs have adjusted p < ',
        {{ short(significance_level()) }}, ' on ',
        by_benchmark.benchmark_id, ', place ', by_benchmark.rank_from_fewest, ' from the fewest'
    ) as detail
from cells
inner join by_benchmark using (basis, cohort_id, factor, benchmark_id)
where cells.measure = 'n_significant' and cells.level_a is null
union all
select
    cells.claim_id,
    cells.basis,
    cells.cohort_id,
    min(1 - by_benchmark.n_significant / by_benchmark.n_pairs) as observed,
    {{ verdict_when('bool_and(' ~ meets_number('(1 - by_benchmark.n_significant / by_benchmark.n_pairs)') ~ ')') }} as verdict,
    string_agg(
        by_benchmark.benchmark_id || ': ' || (by_benchmark.n_pairs - by_benchmark.n_significant) || ' of '
        || by_benchmark.n_pairs || ' pairs not significant', ' | ' order by by_benchmark.benchmark_id
    ) as detail
from cells
inner join by_benchmark
    on cells.basis = by_benchmark.basis and cells.cohort_id = by_benchmark.cohort_id and cells.factor = by_benchmark.factor
    and (cells.benchmark_id = by_benchmark.benchmark_id or cells.benchmark_id = 'all')
where cells.measure = 'share_not_significant'
group by cells.claim_id, cells.basis, cells.cohort_id
union all
select
    cells.claim_id,
    cells.basis,
    cells.cohort_id,
    by_level.rank_from_most::double as observed,
    {{ verdict_when(meets_number('by_level.rank_from_most')) }} as verdict,
    concat(
        by_level.level, ' is in ', by_level.n_significant, ' significant pairs of ', by_level.n_pairs,
        ' over all benchmarks, place ', by_level.rank_from_most, ' of the families'
    ) as detail
from cells
inner join by_level
    on cells.basis = by_level.basis and cells.cohort_id = by_level.cohort_id and cells.factor = by_level.factor
    and cells.level_a = by_level.level
where cells.measure = 'rank_of_level'
