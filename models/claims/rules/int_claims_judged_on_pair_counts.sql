-- Claims about how many pairs are significant: of a factor, of a level, or on how many benchmarks.
-- Soundly, a pair that neither differs nor is shown equal may be either, so that a count has a fewest
-- and a most, and a claim that the two decide differently is open.
with pairs as (

    select
        *,
        {{ is_significant('p_adjusted') }} as is_significant,
        case when basis = 'sound_method' then not coalesce(is_equivalent, false) else is_significant end as may_be_significant
    from {{ ref('int_claim_pairs_stacked') }}

),

cells as (

    select * from {{ ref('int_claim_cells_selected') }}
    where rule_family = 'pair_count' and (group_a is null or level_a is not null or factor is not null)

),

cells_of as (

    select
        cohort_id,
        count(distinct benchmark_id) as n_benchmarks_of_cohort
    from {{ ref('int_cohort_scores_compared') }}
    group by cohort_id

),

-- a pair stands there twice, once from each side
by_benchmark as (

    select
        basis,
        cohort_id,
        factor,
        benchmark_id,
        any_value(benchmark_name) as benchmark_name,
        count(*) filter (where is_significant) // 2 as n_fewest,
        count(*) filter (where may_be_significant) // 2 as n_most,
        count(*) // 2 as n_pairs,
        n_pairs - n_most as n_fewest_not,
        n_pairs - n_fewest as n_most_not
    from pairs
    group by basis, cohort_id, factor, benchmark_id

),

by_level as (

    select
        basis,
        cohort_id,
        factor,
        group_a as level,
        count(*) filter (where is_significant) as n_fewest,
        count(*) filter (where may_be_significant) as n_most,
        count(*) as n_pairs
    from pairs
    where group_a != 'Other'
    group by basis, cohort_id, factor, group_a

),

-- the best and the worst place that the other levels leave open
placed as (

    select
        own.basis,
        own.cohort_id,
        own.factor,
        own.level,
        any_value(own.n_fewest) as n_fewest,
        any_value(own.n_pairs) as n_pairs,
        count(*) as n_levels,
        1 + count(*) filter (where other.n_fewest > own.n_most) as best_place,
        case
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
        cells.*,
        count(*) filter (where pairs.is_significant) as n_fewest,
        count(*) filter (where pairs.may_be_significant) as n_most,
        count(*) as n_pairs,
        count(distinct pairs.benchmark_id) as n_judged,
        any_value(pairs.benchmark_name) as benchmark_name
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
    n_fewest::double as observed,
    case
        -- a benchmark without the pair may be either too
        when measure = 'n_benchmarks_significant'
            then {{ verdict_between('n_fewest', '(n_most + n_benchmarks - n_judged)') }}
        else {{ verdict_between('n_fewest', 'n_most') }}
    end as verdict,
    concat(
        n_fewest, ' of ', n_pairs, ' comparisons of ', {{ level_name('level_a', 'factor') }},
        coalesce(' with ' || {{ level_name('level_b', 'factor') }}, ' with the other ' || {{ factor_name('factor') }}),
        case when n_judged = 1 then ' on ' || benchmark_name else concat(' on ', n_judged, ' benchmarks') end,
        ' are significant (adjusted p < ', {{ short(significance_level()) }}, ')',
        case when n_most > n_fewest then concat('; ', n_most - n_fewest, ' more are neither significant nor shown equal') else '' end,
        case when n_judged < n_benchmarks then concat('; ', n_benchmarks - n_judged, ' benchmarks have no such comparison') else '' end,
        '.'
    ) as detail,
    concat(
        n_fewest, ' of ', n_pairs, ' pairs of ', level_a, coalesce(' with ' || level_b, ''),
        ' on ', benchmark_id, ' have adjusted p < ', {{ short(significance_level()) }}
    ) as evidence
from counted
union all by name
-- "fewest of all": no more than any other benchmark, whatever the open pairs are
select
    cells.claim_id,
    cells.basis,
    cells.cohort_id,
    any_value(own.n_fewest)::double as observed,
    case
        when count(other.benchmark_id) < any_value(cells_of.n_benchmarks_of_cohort) - 1 then 'inconclusive'
        when any_value(own.n_most) <= min(other.n_fewest) then 'supported'
        when any_value(own.n_fewest) > min(other.n_most) then 'contradicted'
        when cells.basis = 'sound_method' then 'inconclusive'
        else {{ verdict_when('any_value(own.n_fewest) <= min(other.n_fewest)') }}
    end as verdict,
    concat(
        any_value(own.benchmark_name), ' has ', any_value(own.n_fewest), ' significant pairs of ', any_value(own.n_pairs),
        case
            when any_value(own.n_most) > any_value(own.n_fewest)
                then concat(' (', any_value(own.n_most) - any_value(own.n_fewest), ' more are open)')
            else ''
        end,
        '; the others have ',
        string_agg(
            concat(
                other.n_fewest, case when other.n_most > other.n_fewest then concat(' (', other.n_most - other.n_fewest, ' open)') else '' end,
                ' (', other.benchmark_name, ')'
            ), ', ' order by other.benchmark_id
        ), '.'
    ) as detail,
    string_agg(concat(other.benchmark_id, ' ', other.n_fewest), ', ' order by other.benchmark_id) as evidence
from cells
inner join by_benchmark as own
    on cells.basis = own.basis and cells.cohort_id = own.cohort_id and cells.factor = own.factor
    and cells.benchmark_id = own.benchmark_id
inner join by_benchmark as other
    on own.basis = other.basis and own.cohort_id = other.cohort_id and own.factor = other.factor
    and own.benchmark_id != other.benchmark_id
left join cells_of on cells.cohort_id = cells_of.cohort_id
where cells.measure = 'n_significant' and cells.level_a is null
group by cells.claim_id, cells.basis, cells.cohort_id
union all by name
select
    cells.claim_id,
    cells.basis,
    cells.cohort_id,
    case cells.measure
        when 'share_not_significant' then min(by_benchmark.n_most_not / by_benchmark.n_pairs)
        else sum(by_benchmark.n_most_not) / sum(by_benchmark.n_pairs)
    end as observed,
    case cells.measure
        when 'share_not_significant'
            then {{ verdict_of_all(
                verdict_between('(by_benchmark.n_fewest_not / by_benchmark.n_pairs)', '(by_benchmark.n_most_not / by_benchmark.n_pairs)'),
                'any_value(cells.n_benchmarks)'
            ) }}
        else {{ verdict_between(
            '(sum(by_benchmark.n_fewest_not) / sum(by_benchmark.n_pairs))', '(sum(by_benchmark.n_most_not) / sum(by_benchmark.n_pairs))'
        ) }}
    end as verdict,
    concat(
        'Pairs that are not significant: ',
        string_agg(
            concat(
                by_benchmark.n_most_not, ' of ', by_benchmark.n_pairs, ' on ', by_benchmark.benchmark_name,
                case
                    when by_benchmark.n_most > by_benchmark.n_fewest
                        then concat(' (', by_benchmark.n_fewest_not, ' of them shown equal)')
                    else ''
                end
            ), ', ' order by by_benchmark.benchmark_id
        ),
        '; over all ', {{ counted('sum(by_benchmark.n_most_not)') }}, ' of ',
        {{ counted('sum(by_benchmark.n_pairs)') }}, '.'
    ) as detail,
    string_agg(
        by_benchmark.benchmark_id || ': ' || by_benchmark.n_most_not || ' of '
        || by_benchmark.n_pairs || ' pairs not significant', ' | ' order by by_benchmark.benchmark_id
    ) as evidence
from cells
inner join by_benchmark
    on cells.basis = by_benchmark.basis and cells.cohort_id = by_benchmark.cohort_id and cells.factor = by_benchmark.factor
    and (cells.benchmark_id = by_benchmark.benchmark_id or cells.benchmark_id = 'all')
where cells.measure in ('share_not_significant', 'share_not_significant_pooled')
group by cells.claim_id, cells.basis, cells.cohort_id, cells.measure, decision, decision_value, tolerance
union all by name
select
    cells.claim_id,
    cells.basis,
    cells.cohort_id,
    placed.worst_place::double as observed,
    {{ verdict_between('placed.best_place', 'placed.worst_place') }} as verdict,
    concat(
        placed.level, ' is in ', placed.n_fewest, ' significant pairs of ', placed.n_pairs, ' over all benchmarks, place ',
        placed.best_place, case when placed.worst_place > placed.best_place then concat(' to ', placed.worst_place) else '' end,
        ' of ', placed.n_levels, ' families',
        case when placed.worst_place > placed.best_place then ' by what its open pairs may be' else '' end, '.'
    ) as detail,
    concat(placed.level, ' in ', placed.n_fewest, ' significant pairs of ', placed.n_pairs) as evidence
from cells
inner join placed
    on cells.basis = placed.basis and cells.cohort_id = placed.cohort_id and cells.factor = placed.factor
    and cells.level_a = placed.level
where cells.measure = 'rank_of_level'
