"""One row per cohort, benchmark, predictor and point of a curve."""

import polars as pl

from analysis_py.dbt.models import add_names
from analysis_py.statistics.field.curves import fit_curves


def model(dbt, session):
    """Fit on one row per weights."""
    level = dbt.config.get("confidence_level")
    curves = fit_curves(dbt.ref("int_field_models").pl(), dbt.config.get("minimum"), level)
    curves = curves.with_columns(pl.lit(level).alias("confidence_level"))
    return add_names(curves, dbt.ref("dim_cohorts"), dbt.ref("dim_benchmarks"))
