-- How well the items of a benchmark tell evaluations apart, and how many of them do so the wrong way.
with difficulty as (

    select
        benchmark_id,
        count(*) filter (where share_right = 0) as n_never_right,
        count(*) filter (where share_right = 1) as n_always_right,
        count(*) filter (where discrimination < 0) as n_misleading
    from statistics.stat_item_difficulty
    group by benchmark_id

),

pairs as (

    select
        benchmark_id,
        count(*) as n_pairs,
        count(*) filter (where is_significant) as n_told_apart,
        median(detectable_pct) as detectable_pct
    from statistics.stat_item_pairs
    where status = 'ok'
    group by benchmark_id

)

select
    benchmarks.benchmark_name,
    reliability.n_items,
    reliability.n_evaluations,
    reliability.reliability,
    reliability.ci_low,
    reliability.ci_high,
    reliability.status,
    difficulty.n_never_right,
    difficulty.n_always_right,
    difficulty.n_misleading,
    pairs.n_pairs,
    pairs.n_told_apart,
    pairs.detectable_pct
from statistics.stat_item_reliability as reliability
inner join marts.dim_benchmarks as benchmarks on reliability.benchmark_id = benchmarks.benchmark_id
left join difficulty on reliability.benchmark_id = difficulty.benchmark_id
left join pairs on reliability.benchmark_id = pairs.benchmark_id
order by benchmarks.benchmark_order asc, benchmarks.benchmark_name asc;
