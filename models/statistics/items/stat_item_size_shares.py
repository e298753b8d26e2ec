"""One row per benchmark and direction: the share of items that run this way over size."""

import polars as pl

from analysis_py.statistics.items.size_shares import fit_item_size_shares


def model(dbt, session):
    """Fit sums by base family and size."""
    sums = dbt.ref("item_family_sums").pl()
    level = dbt.config.get("confidence_level")
    rows = fit_item_size_shares(sums, dbt.config.get("n_samples"), level, dbt.config.get("seed"))
    return rows.with_columns(confidence_level=pl.lit(level))
