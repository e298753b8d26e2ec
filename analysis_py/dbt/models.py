"""What a Python model imports: fits from the store, and the names of cohorts and benchmarks.

A model reads its settings itself: dbt passes only those that its text names.
"""

from typing import Any

import polars as pl

from analysis_py.fit_cache.stored_fits import load_or_fit, load_or_fit_by_part

__all__ = ["add_names", "load_or_fit", "load_or_fit_by_part"]


def add_names(rows: pl.DataFrame, cohorts: Any = None, benchmarks: Any = None) -> pl.DataFrame:
    """Return the rows with the names of their cohort and benchmark.

    Parameters
    ----------
    rows : polars.DataFrame
    cohorts, benchmarks : relation, optional
        ``dim_cohorts`` and ``dim_benchmarks``, where the rows have a ``cohort_id`` or
        ``benchmark_id`` that is to be named.
    """
    asked = {
        "cohort_id": (cohorts, ["cohort_name", "cohort_role"]),
        "benchmark_id": (benchmarks, ["benchmark_name", "benchmark_order"]),
    }
    for key, (table, names) in asked.items():
        if table is not None:
            rows = rows.join(table.pl().select(key, *names), on=key, maintain_order="left")
    return rows
