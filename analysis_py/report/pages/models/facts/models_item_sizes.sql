-- On how many items of a benchmark larger models do worse, and would by chance.
select
    benchmarks.benchmark_name,
    shares.n_items,
    shares.estimate,
    shares.ci_low,
    shares.ci_high,
    shares.null_mean,
    shares.p_value,
    shares.n_families
from statistics.stat_item_size_shares as shares
inner join marts.dim_benchmarks as benchmarks on shares.benchmark_id = benchmarks.benchmark_id
where shares.direction = 'worse' and shares.status = 'ok'
order by benchmarks.benchmark_order asc, benchmarks.benchmark_name asc;
