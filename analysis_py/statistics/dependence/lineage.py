"""Comparisons of levels under every way to draw the clusters, to see what hangs on it.

Who shares a base is inferred, so each comparison is made with base families and with the coarser
lines that they belong to, and with each treatment of the models whose base nothing tells.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy import special

from analysis_py.statistics.clustered.cr2 import ratio_of
from analysis_py.statistics.keys import FACTOR_KEY
from analysis_py.statistics.numerics.tails import from_log10, log10_t_sf_two_sided
from analysis_py.statistics.rows import validate_frame

Array = NDArray[np.float64]

#: The columns that say how the clusters were drawn.
CLUSTERING = ("lineage", "unresolved_lineage")
_KEY = (*CLUSTERING, *FACTOR_KEY)
#: A cluster that leaves less than this of a level alone makes its mean.
_ZERO = 1e-10
#: A variance below this share of those of the two means is rounding.
_ROUNDING = 1e-14


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
    cells = (
        sums.filter(pl.col("is_tested") & (pl.col("n_obs") > 0))
        .sort(*_KEY, "level_order", "level", "base_family")
        .with_columns(
            group=pl.struct(_KEY).rle_id(),
            place=pl.struct(*_KEY, "level").rle_id(),
        )
    )
    n = cells["n_obs"].to_numpy().astype(float)
    place = cells["place"].to_numpy()
    levels = cells.unique("place", keep="first", maintain_order=True)
    pairs = (
        levels.select(*_KEY, "group", a="place", group_a="level")
        .join(levels.select("group", b="place", group_b="level"), on="group")
        .filter(pl.col("a") < pl.col("b"))
        .sort("a", "b")
    )
    a, b = pairs["a"].to_numpy(), pairs["b"].to_numpy()
    total = np.bincount(place, n).astype(float)
    mean = np.bincount(place, cells["total_units"].to_numpy()) / 1e6 / total
    n_clusters = np.bincount(place)
    estimate = mean[a] - mean[b]
    std_error, df = _errors(cells, n / total[place], mean, total, a, b)
    in_one = np.minimum(n_clusters[a], n_clusters[b]) < 2
    is_tested = ~in_one & (std_error > 0) & (df > 0)
    std_error[~is_tested] = df[~is_tested] = np.nan
    margin = std_error * special.stdtrit(df, (1 + confidence_level) / 2)
    p_value = [
        from_log10(log10_t_sf_two_sided(*of)) if known else None
        for *of, known in zip(estimate / std_error, df, is_tested, strict=True)
    ]
    status = np.where(
        in_one, "a group lies in one base family", "no variance between base families"
    )
    found = pairs.with_columns(
        n_a=pl.Series(total[a].astype(np.int64)),
        n_b=pl.Series(total[b].astype(np.int64)),
        n_clusters_a=pl.Series(n_clusters[a]),
        n_clusters_b=pl.Series(n_clusters[b]),
        estimate=pl.Series(estimate),
        std_error=pl.Series(std_error).fill_nan(None),
        df_den=pl.Series(df).fill_nan(None),
        ci_low=pl.Series(estimate - margin).fill_nan(None),
        ci_high=pl.Series(estimate + margin).fill_nan(None),
        p_value=pl.Series(p_value, dtype=pl.Float64),
        status=pl.Series(np.where(is_tested, "ok", status)),
    )
    return validate_frame(LineagePairRow, found.drop("group", "a", "b"))


def _errors(
    cells: pl.DataFrame,
    share: Array,
    mean: Array,
    total: Array,
    a: NDArray[np.int64],
    b: NDArray[np.int64],
) -> tuple[Array, Array]:
    """Return CR2 standard errors of differences of level means and their degrees of freedom.

    Those of :func:`~analysis_py.statistics.dependence.factor_levels.level_regression`, whose I − H
    is one minus the share of the cell in its level, shape (m,), for all designs at once. ``mean``
    and ``total``, shape (k,), are of the rows of each level, and ``a`` and ``b``, shape (q,), the
    levels of each pair, in order.
    """
    place = cells["place"].to_numpy()
    root = np.zeros_like(share)
    np.divide(1, np.sqrt(1 - share), out=root, where=1 - share > _ZERO)
    of_cell = cells["total_units"].to_numpy() / 1e6 / cells["n_obs"].to_numpy()
    # score of a cell, squared length of its adjusted weights, and these in the basis
    score = share * root * (of_cell - mean[place])
    length = share * root**2 / total[place]
    through = share * root / np.sqrt(total[place])
    overlap = through**2
    scored = cells.select("group", "base_family", "place").with_columns(
        score=pl.Series(score),
        length=pl.Series(length),
        through=pl.Series(through),
        overlap=pl.Series(overlap),
    )
    both = (
        scored.join(scored, on=["group", "base_family"])
        .filter(pl.col("place") < pl.col("place_right"))
        .sort("place", "place_right", "base_family")
    )
    at = np.searchsorted(
        a * len(total) + b,
        both["place"].to_numpy().astype(np.int64) * len(total) + both["place_right"].to_numpy(),
    )

    def crossed(one: str, other: str) -> Array:
        return np.asarray(np.bincount(at, (both[one] * both[f"{other}_right"]).to_numpy(), len(a)))

    def summed(of: Array) -> Array:
        of_level = np.bincount(place, of)
        return np.asarray(of_level[a] + of_level[b])

    apart = summed(score**2)
    variance = apart - 2 * crossed("score", "score")
    variance[variance <= _ROUNDING * apart] = 0.0
    of_level = np.bincount(place, overlap)
    trace_square = summed(length**2) + 2 * crossed("length", "length")
    trace_square -= 2 * summed(length * overlap)
    trace_square -= 2 * (crossed("length", "overlap") + crossed("overlap", "length"))
    trace_square += of_level[a] ** 2 + of_level[b] ** 2 + 2 * crossed("through", "through") ** 2
    df = ratio_of((summed(length) - summed(overlap)) ** 2, trace_square)
    return np.sqrt(variance), np.round(df, 10)
