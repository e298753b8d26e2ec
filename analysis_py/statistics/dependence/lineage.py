"""Comparisons of levels under every way to draw the clusters, to see what hangs on it.

Who shares a base is inferred, so each comparison is made with base families and with the coarser
lines that they belong to, and with each treatment of the models whose base nothing tells.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import polars as pl

from analysis_py.statistics.dependence.levels import (
    BaseFamilyLevels,
    base_family_levels,
    describe_pairs,
)
from analysis_py.statistics.dependence.robust import mean_differences
from analysis_py.statistics.numerics.contrast_tests import t_test
from analysis_py.statistics.rows import to_frame, with_nulls

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
    described = list(describe_pairs(data))
    tested = [(a, b) for pair, a, b in described if pair["status"] == "ok"]
    # a level without a cluster of its own would be all residual, and no pair with it is tested
    used = np.unique(np.asarray(tested, dtype=np.int64))
    at = {int(column): position for position, column in enumerate(used)}
    fit = (
        mean_differences(
            data.n_obs[:, used],
            data.mean[:, used],
            data.sum_squares,
            [(at[a], at[b]) for a, b in tested],
        )
        if tested
        else None
    )
    position = {ends: i for i, ends in enumerate(tested)}
    for pair, a, b in described:
        row = {**data.key, "lineage": lineage, "unresolved_lineage": unresolved, **pair}
        i = position.get((a, b))
        if fit is None or i is None or pair["estimate"] is None:
            yield with_nulls(LineagePairRow, **row)
            continue
        std_error, df = float(fit.std_error[i]), float(fit.df[i])
        if not (std_error > 0 and df > 0):
            yield with_nulls(
                LineagePairRow, **{**row, "status": "no variance between base families"}
            )
            continue
        test = t_test(pair["estimate"], std_error, df, confidence_level)
        yield LineagePairRow(
            **data.key,
            **pair,
            lineage=lineage,
            unresolved_lineage=unresolved,
            std_error=std_error,
            df_den=df,
            ci_low=test["ci_low"],
            ci_high=test["ci_high"],
            p_value=test["p_value"],
        )
