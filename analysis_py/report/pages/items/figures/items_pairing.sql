-- How many times as many questions an unpaired comparison needs, by benchmark.
select
    pairing.benchmark_id,
    benchmarks.benchmark_name,
    pairing.worth,
    pairing.worth_low,
    pairing.worth_high,
    pairing.discordant_pct,
    pairing.detectable_pct,
    pairing.detectable_unpaired_pct,
    pairing.n_items,
    pairing.n_items_for_point,
    pairing.n_pairs,
    sources.data_source
from statistics.stat_item_pairing as pairing
inner join marts.dim_benchmarks as benchmarks using (benchmark_id)
left join reporting.rpt_item_benchmarks as sources using (benchmark_id)
where pairing.pair_kind = 'all' and pairing.status = 'ok'
order by pairing.worth desc, benchmarks.benchmark_name asc;
