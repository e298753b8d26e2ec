"""One scale of ability over the benchmarks of a cohort."""
