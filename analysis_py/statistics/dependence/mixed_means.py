"""Means of levels with unequal variances, and their differences.

Each level has a random intercept of the cluster, by REML, so clusters are weighted by their
precision. The error of a difference is CR2 with the model's weights. It accounts for clusters that
the levels share; only the degrees of freedom rely on correct variances.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from analysis_py.statistics.clustered.mixed import fit_reml
from analysis_py.statistics.dependence.factor_levels import level_regression

#: Below this all rows of a level are equal, and it adds nothing to the variance.
_NO_VARIANCE = 1e-300


#: The mean of one level, and the precision that each cluster adds to it, shape (c,).
MixedMean: TypeAlias = tuple[float, NDArray[np.float64]]


def mixed_mean(n_obs: ArrayLike, mean: ArrayLike, sum_squares: float) -> MixedMean | None:
    """Estimate the mean of one level with its own variances."""
    n, of_cluster = np.asarray(n_obs, dtype=float), np.asarray(mean, dtype=float)
    if len(n) < 2:
        return None
    fit = fit_reml(n[:, None], of_cluster[:, None], sum_squares)
    if fit is None:
        estimate, variance, weight = of_cluster.mean(), of_cluster.var(ddof=1) / len(n), 0 * n + 1
    else:
        estimate, variance, weight = fit.level_mean[0], fit.variance[0], n / (1 + fit.ratio * n)
    return float(estimate), weight / (weight.sum() * max(variance, _NO_VARIANCE))


@dataclass(frozen=True)
class OwnContrasts:
    """Differences of level means with unequal variances, CR2 errors and their df, shape (q,).

    NaN if one of the two levels has a single cluster.
    """

    estimate: NDArray[np.float64]
    std_error: NDArray[np.float64]
    df: NDArray[np.float64]


def own_differences(
    n_obs: ArrayLike,
    mean: ArrayLike,
    level_squares: ArrayLike,
    pairs: ArrayLike,
    known: dict[bytes, MixedMean | None] | None = None,
) -> OwnContrasts:
    """Compare level means that each have their own variances.

    Parameters
    ----------
    n_obs, mean : array_like, shape (c, k)
        Number of rows and their mean in each of c clusters and k levels; the mean of an empty
        cell is not read. Every level has a row.
    level_squares : array_like, shape (k,)
        Of the deviations of the rows from the mean of their cell, by level.
    pairs : array_like of int, shape (q, 2)
        Levels a and b; the contrast is the mean of a minus the mean of b.
    known : dict, optional
        Cache of level means by their cells, for calls with common levels.
    """
    known = {} if known is None else known
    n, of_cell = np.asarray(n_obs, dtype=float), np.asarray(mean, dtype=float)
    a, b = np.asarray(pairs).T
    estimate = np.full(n.shape[1], np.nan)
    precision = np.zeros_like(n)
    for j, squares in enumerate(np.asarray(level_squares, dtype=float)):
        used = n[:, j] > 0
        rows = n[used, j], of_cell[used, j], squares
        key = b"".join(part.tobytes() for part in rows)
        if key not in known:
            known[key] = mixed_mean(*rows)
        if (fit := known[key]) is not None:
            estimate[j], precision[used, j] = fit
    difference = estimate[a] - estimate[b]
    is_known = np.isfinite(difference)
    std_error, df = np.full((2, len(a)), np.nan)
    if is_known.any():
        levels = np.flatnonzero(precision.any(axis=0))
        ends = np.searchsorted(levels, np.stack([a, b], axis=1)[is_known])
        weight = precision[:, levels]
        regression = level_regression(weight, ends)
        residual = regression.fit(of_cell[:, levels][weight > 0][:, None]).residual
        std_error[is_known] = np.sqrt(regression.cr2_variance(residual)[:, 0])
        df[is_known] = regression.df
    return OwnContrasts(difference, std_error, df)
