"""One row per benchmark, size, choice of items and scoring: the error of scores from some items."""

import polars as pl

from analysis_py.dbt.models import add_names, load_or_fit
from analysis_py.statistics.items.subsets import fit_item_subsets


def model(dbt, session):
    """Measure the error of scores from some of the items."""
    answers, items = dbt.ref("int_item_answers").pl(), dbt.ref("int_item_panels").pl()
    level = dbt.config.get("confidence_level")
    settings = level, dbt.config.get("n_samples"), dbt.config.get("seed")
    rows = load_or_fit(dbt, fit_item_subsets, answers, items, *settings, by="benchmark_id")
    named = add_names(rows, benchmarks=dbt.ref("dim_benchmarks"))
    return named.with_columns(confidence_level=pl.lit(level))
