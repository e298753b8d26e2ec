"""One row per cohort, benchmark, method, pair of training types and size."""

import polars as pl

from analysis_py.dbt.models import add_names, load_or_fit
from analysis_py.statistics.positions.effects_at_size import fit_effects_at_size


def model(dbt, session):
    """Fit on cells of rows that agree in type, size, architecture and base family."""
    cells = dbt.ref("int_adjustment_cells_summed").pl()
    level = dbt.config.get("confidence_level")
    rows = load_or_fit(dbt, fit_effects_at_size, cells, dbt.config.get("sizes_b"), level)
    rows = rows.with_columns(
        comparison=pl.format("{} - {}", "group_a", "group_b"), confidence_level=pl.lit(level)
    )
    return add_names(rows, dbt.ref("dim_cohorts"), dbt.ref("dim_benchmarks"))
