-- The closest pair and the loosest.
select
    format(
        'Correlations of {} ({}, {}) to {} ({}, {})',
        hundredths(min(estimate)), arg_min(benchmark_name, estimate), arg_min(other_benchmark_name, estimate),
        hundredths(max(estimate)), arg_max(benchmark_name, estimate), arg_max(other_benchmark_name, estimate)
    ) as finding
from figure_rows
where benchmark_order < other_benchmark_order;
