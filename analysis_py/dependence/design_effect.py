"""How far the rows of a cohort depend on each other, benchmark by benchmark.

Evaluations of one base family share its weights. The intra-class correlation says how alike they
are, and the design effect how many independent rows they are worth.
"""

from __future__ import annotations

import numpy as np
import polars as pl
from numpy.typing import NDArray

from analysis_py.dependence.icc import (
    VarianceComponents,
    cannot_decompose,
    design_effect,
    icc_anova,
    icc_reml,
    kish_cluster_size,
)
from analysis_py.keys import BENCHMARK_KEY
from analysis_py.numerics.tails import from_log10

_ESTIMATORS = {"anova": icc_anova, "reml": icc_reml}

_SCHEMA = {
    **dict.fromkeys(BENCHMARK_KEY, pl.String),
    "method": pl.String,
    "estimate": pl.Float64,
    "ci_low": pl.Float64,
    "ci_high": pl.Float64,
    "variance_between": pl.Float64,
    "variance_within": pl.Float64,
    "statistic": pl.Float64,
    "df_num": pl.Float64,
    "df_den": pl.Float64,
    "p_value": pl.Float64,
    "log10_p_value": pl.Float64,
    "n_obs": pl.Int64,
    "n_clusters": pl.Int64,
    "mean_cluster_size": pl.Float64,
    "kish_cluster_size": pl.Float64,
    "largest_cluster_share": pl.Float64,
    "design_effect": pl.Float64,
    "n_effective": pl.Float64,
    "n_effective_weighted": pl.Float64,
    "status": pl.String,
}


def fit_dependence(clusters: pl.DataFrame, confidence_level: float = 0.95) -> pl.DataFrame:
    """Estimate the intra-class correlation of every cohort and benchmark.

    Parameters
    ----------
    clusters : polars.DataFrame
        One row per cohort, benchmark and base family, with ``n_obs`` (at least 1), ``mean`` in
        percent and ``sum_squares`` of the deviations from it in squared percent.
    confidence_level : float
        Of the intervals.

    Returns
    -------
    polars.DataFrame
        One row per cohort, benchmark and method (``anova``, ``reml``): ``estimate`` (the
        intra-class correlation) with its interval and test, the two variances, the sizes of the
        clusters, ``design_effect`` and the number of independent rows that the cohort is worth:
        ``n_effective`` to its plain mean, ``n_effective_weighted`` to the best weighted one,
        Σ n / (1 + (n − 1) ICC). ``status`` is ``ok`` or why there is no correlation; where no
        base family has two rows the design effect is 1 all the same.
    """
    rows = []
    for key, group in clusters.sort(*BENCHMARK_KEY, "base_family").group_by(
        BENCHMARK_KEY, maintain_order=True
    ):
        n = group["n_obs"].to_numpy()
        mean = group["mean"].to_numpy()
        sum_squares = float(np.sum(group["sum_squares"].to_numpy()))
        shared = dict(zip(BENCHMARK_KEY, key, strict=True)) | {
            "n_obs": int(n.sum()),
            "n_clusters": len(n),
            "mean_cluster_size": float(n.mean()),
            "kish_cluster_size": kish_cluster_size(n),
            "largest_cluster_share": float(n.max() / n.sum()),
        }
        problem = cannot_decompose(n, sum_squares)
        for method, estimator in _ESTIMATORS.items():
            row = shared | {"method": method, "status": problem or "ok"}
            if n.max() == 1:
                row |= _independent_rows(n)
            if not problem:
                row |= _result(estimator(n, mean, sum_squares, confidence_level), n)
            rows.append(row)
    return pl.DataFrame(rows, schema=_SCHEMA).with_columns(
        pl.col(pl.Float64).fill_nan(None),
    )


def _independent_rows(n: NDArray[np.int64]) -> dict:
    n_obs = float(n.sum())
    return {"design_effect": 1.0, "n_effective": n_obs, "n_effective_weighted": n_obs}


def _result(components: VarianceComponents, n: NDArray[np.int64]) -> dict:
    values = dict(vars(components))
    icc = values.pop("icc")
    effect = design_effect(n, icc)
    return values | {
        "estimate": icc,
        "p_value": from_log10(components.log10_p_value),
        "design_effect": effect,
        "n_effective": float(n.sum() / effect),
        "n_effective_weighted": float(np.sum(n / (1 + (n - 1) * max(icc, 0.0)))),
    }
