-- What pairing is worth, of each benchmark whose answers are right or wrong and of all together: the items
-- that an unpaired comparison would need for each one. Pairs share models, so that the interval of the median
-- draws base families anew.
with pairs as (

    select
        pairs.benchmark_id,
        pairs.n_items,
        power(pairs.std_error_unpaired / pairs.std_error, 2) as worth,
        100 * (pairs.n_only_a + pairs.n_only_b) / pairs.n_items as discordant_pct,
        pairs.detectable_pct,
        pairs.detectable_pct * pairs.std_error_unpaired / pairs.std_error as detectable_unpaired_pct,
        pairs.n_items_for_point,
        models_a.base_family as family_a,
        models_b.base_family as family_b
    from {{ ref('stat_item_pairs') }} as pairs
    inner join {{ ref('item_models') }} as models_a on pairs.evaluation_a = models_a.evaluation_id
    inner join {{ ref('item_models') }} as models_b on pairs.evaluation_b = models_b.evaluation_id
    where pairs.status = 'ok' and pairs.n_only_a is not null and pairs.std_error > 0

),

kinds as (

    select *, 'all' as pair_kind from pairs
    union all
    select *, case when family_a = family_b then 'same family' else 'other' end as pair_kind from pairs

),

summed as (

    select
        coalesce(benchmark_id, 'all benchmarks') as benchmark_id,
        pair_kind,
        count(*) as n_pairs,
        quantile_cont(worth, 0.5) as worth,
        quantile_cont(worth, 0.1) as worth_low,
        quantile_cont(worth, 0.9) as worth_high,
        median(discordant_pct) as discordant_pct,
        median(detectable_pct) as detectable_pct,
        median(detectable_unpaired_pct) as detectable_unpaired_pct,
        median(n_items) as n_items,
        median(n_items_for_point) as n_items_for_point
    from kinds
    group by grouping sets ((benchmark_id, pair_kind), (pair_kind))

),

-- how often each family is drawn: Poisson with mean 1, by the share that a hash of its name makes
draws as (

    select
        family,
        draw,
        md5_number_lower(concat(family, ' ', draw, ' {{ var("seed") }}')) / pow(2, 64) as share,
        len(list_filter(
            [0.367879, 0.735759, 0.919699, 0.981012, 0.996340, 0.999406, 0.999917],
            lambda step: step <= share
        )) as times
    from (
        select family_a as family from pairs
        union
        select family_b as family from pairs
    ) as families
    cross join range(200) as draws (draw)

),

-- a pair of two families is drawn as often as both together
drawn as (

    select
        unnest([pairs.benchmark_id, 'all benchmarks']) as benchmark_id,
        a.draw,
        pairs.worth,
        if(a.family = b.family, a.times, a.times * b.times) as times
    from pairs
    inner join draws as a on pairs.family_a = a.family and a.times > 0
    inner join draws as b on pairs.family_b = b.family and a.draw = b.draw and b.times > 0

),

counted as (

    select
        *,
        sum(times) over (partition by benchmark_id, draw) as n_drawn,
        sum(times) over (
            partition by benchmark_id, draw order by worth rows between unbounded preceding and current row
        ) as n_below
    from drawn

),

medians as (

    select
        benchmark_id,
        draw,
        min(worth) as worth
    from counted
    where 2 * n_below >= n_drawn
    group by benchmark_id, draw

),

intervals as (

    select
        benchmark_id,
        'all' as pair_kind,
        quantile_cont(worth, {{ significance_level() }} / 2) as worth_ci_low,
        quantile_cont(worth, 1 - {{ significance_level() }} / 2) as worth_ci_high
    from medians
    group by benchmark_id

)

select
    summed.benchmark_id,
    summed.pair_kind,
    summed.n_pairs,
    summed.worth,
    summed.worth_low,
    summed.worth_high,
    case when summed.n_pairs >= 30 then intervals.worth_ci_low end as worth_ci_low,
    case when summed.n_pairs >= 30 then intervals.worth_ci_high end as worth_ci_high,
    summed.discordant_pct,
    summed.detectable_pct,
    summed.detectable_unpaired_pct,
    summed.n_items,
    summed.n_items_for_point,
    case when summed.n_pairs < 30 then 'fewer than 30 pairs' else 'ok' end as status
from summed
left join intervals on summed.benchmark_id = intervals.benchmark_id and summed.pair_kind = intervals.pair_kind
