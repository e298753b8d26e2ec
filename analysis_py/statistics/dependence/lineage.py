"""Comparisons of levels under every way to draw the clusters, to see what hangs on it.

Who shares a base is inferred, so each comparison is made with base families and with the coarser
lines that they belong to, and with each treatment of the models whose base nothing tells.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import polars as pl

from analysis_py.statistics.clustered.regression import level_regression
from analysis_py.statistics.dependence.factor_levels import (
    BaseFamilyLevels,
    base_family_levels,
    pair_rows,
)
from analysis_py.statistics.numerics.contrast_tests import t_test
from analysis_py.statistics.rows import to_frame

#: The columns that say how the clusters were drawn.
CLUSTERING = ("lineage", "unresolved_lineage")


@dataclass(frozen=True, kw_only=True)
class LineagePairRow:
    """A pair of levels under one way to draw the clusters."""

    cohort_id: str
    benchmark_id: str
    factor: str
    lineage: str
    unresolved_lineage: str
    group_a: str
    group_b: str
    n_a: int
    n_b: int
    n_clusters_a: int
    n_clusters_b: int
    estimate: float | None
    std_error: float | None
    df_den: float | None
    ci_low: float | None
    ci_high: float | None
    p_value: float | None
    status: str


def fit_lineage_sensitivity(sums: pl.DataFrame, confidence_level: float = 0.95) -> pl.DataFrame:
    """Compare all pairs of levels by CR2 under every way to draw the clusters.

    Parameters
    ----------
    sums : polars.DataFrame
        One row per cohort, benchmark, factor, way to draw the clusters (``lineage``,
        ``unresolved_lineage``), level and cluster (``base_family``), with ``level_order``,
        ``is_tested``, ``n_obs``, ``total_units`` (millionths of a percent) and ``sum_squares``.
    confidence_level : float
        Of each interval; not simultaneous.

    Returns
    -------
    polars.DataFrame
        One row per cohort, benchmark, factor, way and pair: groups, sizes, numbers of clusters,
        the difference of the means in percent, its standard error, degrees of freedom, interval,
        p-value and ``status``, which says why there is no test.
    """
    return to_frame(
        LineagePairRow,
        (
            row
            for (lineage, unresolved), rows in sums.sort(*CLUSTERING).group_by(
                CLUSTERING, maintain_order=True
            )
            for data in base_family_levels(rows)
            for row in _pairs(data, str(lineage), str(unresolved), confidence_level)
        ),
    )


def _pairs(
    data: BaseFamilyLevels, lineage: str, unresolved: str, confidence_level: float
) -> Iterator[LineagePairRow]:
    key = {**data.key, "lineage": lineage, "unresolved_lineage": unresolved}
    described = list(pair_rows(data, LineagePairRow, **key))
    tested = [(a, b) for row, a, b in described if row.status == "ok"]
    # a level without a cluster of its own would be all residual, and no pair with it is tested
    columns, ends = np.unique(np.asarray(tested, dtype=np.int64), return_inverse=True)
    fits: Iterator[tuple[float, float]] = iter(())
    if tested:
        n = data.n_obs[:, columns]
        regression = level_regression(n, ends.reshape(-1, 2))
        fit = regression.contrasts(data.mean[:, columns][n > 0], data.sum_squares)
        fits = zip(fit.std_error.tolist(), fit.df.tolist(), strict=True)
    for row, _, _ in described:
        if row.status != "ok" or row.estimate is None:
            yield row
            continue
        std_error, df = next(fits)
        if not (std_error > 0 and df > 0):
            yield replace(row, status="no variance between base families")
            continue
        test = t_test(row.estimate, std_error, df, confidence_level)
        yield replace(
            row,
            std_error=std_error,
            df_den=df,
            ci_low=test["ci_low"],
            ci_high=test["ci_high"],
            p_value=test["p_value"],
        )
