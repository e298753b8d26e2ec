-- The smallest difference that two runs on the same questions show: by the share answered differently, and
-- for the median pair of models on each benchmark.
with pairs as (
    select
        benchmarks.benchmark_name,
        regexp_replace(benchmarks.benchmark_name, ' \([^()]*\)$', '') as short_name,
        pairing.n_items::bigint as n_items,
        pairing.detectable_pct,
        pairing.detectable_unpaired_pct,
        pairing.discordant_pct,
        pairing.n_items_for_point,
        benchmarks.data_source
    from statistics.stat_item_pairing as pairing
    inner join reporting.rpt_item_benchmarks as benchmarks using (benchmark_id)
    where pairing.pair_kind = 'all' and pairing.status = 'ok'
),

sided as (
    select
        *,
        if(count(*) over (partition by short_name) > 1, benchmark_name, short_name) as label,
        if(n_items < median(n_items) over (), -1, 1) as side
    from pairs
),

-- Names are written away from the middle. Of those that would lie on each other, the outermost stays.
named as (
    select
        *,
        not exists (
            from sided as outer_one
            where
                outer_one.side = sided.side
                and (outer_one.n_items - sided.n_items) * sided.side > 0
                and abs(log10(outer_one.detectable_pct / sided.detectable_pct)) < 0.075
        ) as is_named
    from sided
)

select
    discordant_pct,
    format('{:.0f} % answered differently', discordant_pct) as series_name,
    n_items,
    detectable_pct,
    null as detectable_unpaired_pct,
    n_items_for_point,
    n_items = max(n_items) over (partition by discordant_pct) as is_last,
    false as is_benchmark,
    '' as benchmark,
    '' as label_left,
    '' as label_right,
    'formula' as data_source
from statistics.stat_item_sizes
where discordant_pct in (5, 10, 20, 50)
union all
select
    discordant_pct,
    '',
    n_items,
    detectable_pct,
    detectable_unpaired_pct,
    n_items_for_point,
    false,
    true,
    benchmark_name,
    if(is_named and side = -1, label, ''),
    if(is_named and side = 1, label, ''),
    data_source
from named
order by is_benchmark asc, discordant_pct asc, n_items asc;
