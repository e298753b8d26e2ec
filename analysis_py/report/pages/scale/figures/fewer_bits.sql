-- What copies with fewer bits score less than the same weights with 16, by benchmark.
select
    bits.snapshot_id,
    bits.kind,
    bits.benchmark_id,
    coalesce(benchmarks.benchmark_name, 'Mean of all') as benchmark_name,
    coalesce(benchmarks.benchmark_order, 0) as benchmark_order,
    bits.mean_difference as estimate,
    bits.ci_low,
    bits.ci_high,
    bits.median_difference,
    bits.margin_pct,
    -bits.margin_pct as margin_low,
    bits.is_equivalent,
    bits.n_pairs,
    bits.n_failed,
    bits.n_families
from statistics.stat_quantisation as bits
left join marts.dim_benchmarks as benchmarks on bits.benchmark_id = benchmarks.benchmark_id
where bits.status = 'ok' and bits.kind in ('4 bit', '8 bit', 'other 16 bit')
qualify count(*) filter (bits.kind != 'other 16 bit') over (partition by bits.snapshot_id) > 0
order by bits.snapshot_id asc, benchmark_order asc, bits.kind asc;
