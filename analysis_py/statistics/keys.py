"""The columns that name one analysis: what rows are grouped by before a statistic is computed."""

from collections.abc import Iterator
from typing import TypedDict

import polars as pl


class BenchmarkKey(TypedDict):
    """One benchmark of one cohort."""

    cohort_id: str
    benchmark_id: str


class FactorKey(BenchmarkKey):
    """One way to group the evaluations of one benchmark."""

    factor: str


BENCHMARK_KEY = ("cohort_id", "benchmark_id")
FACTOR_KEY = (*BENCHMARK_KEY, "factor")


def by_benchmark(frame: pl.DataFrame) -> Iterator[tuple[BenchmarkKey, pl.DataFrame]]:
    """Yield the rows of every benchmark of every cohort, in order of appearance."""
    for (cohort, benchmark), rows in frame.group_by(BENCHMARK_KEY, maintain_order=True):
        yield {"cohort_id": str(cohort), "benchmark_id": str(benchmark)}, rows


def iter_benchmarks(frame: pl.DataFrame) -> Iterator[tuple[BenchmarkKey, pl.DataFrame]]:
    """Yield the rows of every benchmark of every cohort, in order of both and of the evaluation.

    Only one benchmark's rows are copied at a time, which matters where a frame is long.
    """
    for cohort, benchmark in frame.select(BENCHMARK_KEY).unique().sort(BENCHMARK_KEY).iter_rows():
        is_own = (pl.col("cohort_id") == cohort) & (pl.col("benchmark_id") == benchmark)
        yield (
            {"cohort_id": cohort, "benchmark_id": benchmark},
            frame.filter(is_own).sort("evaluation_id"),
        )


def by_factor(frame: pl.DataFrame) -> Iterator[tuple[FactorKey, pl.DataFrame]]:
    """Yield the rows of every factor of every benchmark and cohort, in order of appearance."""
    for (cohort, benchmark, factor), rows in frame.group_by(FACTOR_KEY, maintain_order=True):
        yield (
            {"cohort_id": str(cohort), "benchmark_id": str(benchmark), "factor": str(factor)},
            rows,
        )
