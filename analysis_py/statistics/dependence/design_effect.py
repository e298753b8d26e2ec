"""Intraclass correlation and design effect of a cohort, by benchmark.

Evaluations of one base family share its weights. The intra-class correlation says how alike they
are, and the design effect how many independent rows they are worth.
"""

from dataclasses import dataclass, replace

import numpy as np
import polars as pl
from numpy.typing import NDArray

from analysis_py.statistics.dependence.icc import (
    VarianceComponents,
    cannot_decompose,
    design_effect,
    icc_anova,
    icc_reml,
    kish_cluster_size,
)
from analysis_py.statistics.keys import BENCHMARK_KEY, by_benchmark
from analysis_py.statistics.numerics.tails import from_log10
from analysis_py.statistics.rows import to_frame, with_nulls

_ESTIMATORS = {"anova": icc_anova, "reml": icc_reml}


@dataclass(frozen=True, kw_only=True)
class DependenceRow:
    """The intraclass correlation by one estimator, and its design effect."""

    cohort_id: str
    benchmark_id: str
    method: str
    estimate: float | None
    ci_low: float | None
    ci_high: float | None
    variance_between: float | None
    variance_within: float | None
    statistic: float | None
    df_num: float | None
    df_den: float | None
    p_value: float | None
    log10_p_value: float | None
    n_obs: int
    n_clusters: int
    mean_cluster_size: float
    kish_cluster_size: float
    largest_cluster_share: float
    design_effect: float | None
    n_effective: float | None
    n_effective_weighted: float | None
    status: str


def fit_dependence(families: pl.DataFrame, confidence_level: float = 0.95) -> pl.DataFrame:
    """Estimate the intra-class correlation of every cohort and benchmark.

    Parameters
    ----------
    families : polars.DataFrame
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
    for key, group in by_benchmark(families.sort(*BENCHMARK_KEY, "base_family")):
        n = group["n_obs"].to_numpy()
        mean = group["mean"].to_numpy()
        sum_squares = float(np.sum(group["sum_squares"].to_numpy()))
        row = with_nulls(
            DependenceRow,
            **key,
            method="",
            n_obs=int(n.sum()),
            n_clusters=len(n),
            mean_cluster_size=float(n.mean()),
            kish_cluster_size=kish_cluster_size(n),
            largest_cluster_share=float(n.max() / n.sum()),
            status=cannot_decompose(n, sum_squares) or "ok",
        )
        if row.status != "ok" and n.max() == 1:
            # rows that are all independent cost nothing, whatever the correlation would be
            row = _with_cost(row, n, 0.0)
        for method, estimator in _ESTIMATORS.items():
            of_method = replace(row, method=method)
            if row.status == "ok":
                found = estimator(n, mean, sum_squares, confidence_level)
                of_method = _with_cost(_with_components(of_method, found), n, found.icc)
            rows.append(of_method)
    return to_frame(DependenceRow, rows).with_columns(pl.col(pl.Float64).fill_nan(None))


def _with_components(row: DependenceRow, of: VarianceComponents) -> DependenceRow:
    found = vars(of).copy()
    return replace(row, estimate=found.pop("icc"), p_value=from_log10(of.log10_p_value), **found)


def _with_cost(row: DependenceRow, n: NDArray[np.int64], icc: float) -> DependenceRow:
    effect = design_effect(n, icc)
    return replace(
        row,
        design_effect=effect,
        n_effective=float(n.sum() / effect),
        n_effective_weighted=float(np.sum(n / (1 + (n - 1) * max(icc, 0.0)))),
    )
