-- What pairing is worth, of each benchmark whose answers are right or wrong and of all together: the items
-- that an unpaired comparison would need for each one.
with pairs as (

    select
        pairs.benchmark_id,
        pairs.n_items,
        power(pairs.std_error_unpaired / pairs.std_error, 2) as worth,
        100 * (pairs.n_only_a + pairs.n_only_b) / pairs.n_items as discordant_pct,
        pairs.detectable_pct,
        pairs.detectable_pct * pairs.std_error_unpaired / pairs.std_error as detectable_unpaired_pct,
        pairs.n_items_for_point,
        models_a.base_family = models_b.base_family as is_same_family
    from {{ ref('stat_item_pairs') }} as pairs
    inner join {{ ref('item_models') }} as models_a on pairs.evaluation_a = models_a.evaluation_id
    inner join {{ ref('item_models') }} as models_b on pairs.evaluation_b = models_b.evaluation_id
    where pairs.status = 'ok' and pairs.n_only_a is not null and pairs.std_error > 0

),

kinds as (

    select *, 'all' as pair_kind from pairs
    union all
    select *, case when is_same_family then 'same family' else 'other' end as pair_kind from pairs

)

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
    median(n_items_for_point) as n_items_for_point,
    case when count(*) < 30 then 'fewer than 30 pairs' else 'ok' end as status
from kinds
group by grouping sets ((benchmark_id, pair_kind), (pair_kind))
