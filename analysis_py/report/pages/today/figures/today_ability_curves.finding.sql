-- How many benchmarks the most able model has nearly solved.
with at_frontier as (
    select
        benchmark_name,
        arg_min(score_pct, abs(points - frontier_points)) as score_pct
    from figure_rows
    group by all
)

select
    format(
        'The best model is expected at 90 % or more on {} benchmarks',
        of_all(count(*) filter (where score_pct >= 90), count(*))
    ) as finding
from at_frontier;
