-- Whether all scores rise together, and which does so least.
with pairs as (
    from figure_rows
    where estimate is not null and benchmark_order != other_benchmark_order
),

means as (
    select
        benchmark_name,
        avg(estimate order by other_benchmark_order) as mean_correlation
    from pairs
    group by all
)

select
    format(
        '{} rise together, {} least',
        if(
            min(estimate) > 0,
            format('All {} benchmarks', count(distinct benchmark_order)),
            format('{} pairs of benchmarks', of_all(count_if(estimate > 0) // 2, count(*) // 2))
        ),
        (select arg_min(benchmark_name, mean_correlation) from means)
    ) as finding
from pairs
having count(*) > 2;
