"""One row per cohort, benchmark and unit: where the line of score over log size bends."""

import polars as pl

from analysis_py.dbt.models import add_names, load_or_fit
from analysis_py.statistics.sizes.breakpoint_fits import fit_breakpoints


def model(dbt, session):
    """Fit on one summary per distinct size; the rows never leave SQL."""
    sizes = dbt.ref("int_size_scores_summed").select(
        "cohort_id, benchmark_id, parameters_b, n_obs, mean, sum_squares"
    )
    level, seed = dbt.config.get("confidence_level"), dbt.config.get("seed")
    rows = load_or_fit(
        dbt, fit_breakpoints, sizes.pl(), level, dbt.config.get("breakpoint_simulations"), seed
    )
    named = add_names(rows, dbt.ref("dim_cohorts"), dbt.ref("dim_benchmarks"))
    return named.with_columns(confidence_level=pl.lit(level))
