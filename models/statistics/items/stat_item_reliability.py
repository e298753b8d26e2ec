"""One row per benchmark: components of variance and reliability."""

import polars as pl

from analysis_py.statistics.items.reliability import fit_item_reliability


def model(dbt, session):
    """Decompose sums of squares."""
    panels = dbt.ref("int_item_panels_summed").pl()
    level = dbt.config.get("confidence_level")
    rows = fit_item_reliability(panels, level, dbt.config.get("target"))
    return rows.with_columns(confidence_level=pl.lit(level))
