"""One row per cohort, model and benchmark: the GAMM."""

import polars as pl

from analysis_py.dbt.models import load_or_fit
from analysis_py.statistics.gamm.models import fit_gamms


def model(dbt, session):
    """Fit on the rows in a fixed order, because sums of numbers depend on it."""
    members = dbt.ref("int_gamm_members").order("cohort_id, evaluation_id").pl()
    scores = dbt.ref("int_gamm_scores").order("cohort_id, evaluation_id, benchmark_id").pl()
    found = dbt.ref("int_cohort_benchmarks_selected").filter("is_in_budget")
    # no verdict of the paper's own method asks another smoother
    benchmarks = (
        found.order("cohort_id, benchmark_order")
        .pl()
        .select("cohort_id", "benchmark_id", has_smoothers=pl.col("statistics") == "all")
    )
    settings = dbt.config.get("confidence_level"), dbt.config.get("seed")
    growth_b = dbt.config.get("growth_b")
    settings = *settings, dbt.config.get("draws"), tuple(float(size) for size in growth_b)
    settings = *settings, float(dbt.config.get("margin_pct"))
    return load_or_fit(dbt, fit_gamms, members, scores, benchmarks, *settings)
