"""Names of cohorts and benchmarks beside the rows of a model in Python."""

from typing import Any

import polars as pl


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
