"""The columns that name one analysis: what rows are grouped by before a statistic is computed."""

#: One benchmark of one cohort.
BENCHMARK_KEY = ("cohort_id", "benchmark_id")
#: One way to group the evaluations of one benchmark.
FACTOR_KEY = (*BENCHMARK_KEY, "factor")
