"""Means of levels that have variances of their own, and differences of such means.

Each level has a random intercept of the cluster, by REML, so a cluster counts by what it tells. Two
errors of a difference: the model's, by Kenward and Roger with Welch's (1947, Biometrika 34, 28-35)
degrees of freedom, which takes the levels for independent; and CR2 with the shares of the model,
which sees clusters that the levels share and needs the variances to be right for the degrees of
freedom only.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from analysis_py.statistics.clustered.mixed import fit_reml, kenward_roger
from analysis_py.statistics.clustered.regression import level_regression, ratio_of

#: Below this the rows of a level are all alike, and it adds nothing to the variance.
_NO_VARIANCE = 1e-300


@dataclass(frozen=True)
class MixedMean:
    """The mean of one level by the mixed model.

    Attributes
    ----------
    estimate, std_error, df : float
    share : ndarray, shape (c,)
        Of each cluster's mean in the estimate.
    variance : float
        Of the estimate, were the ratio of the variances known.
    """

    estimate: float
    std_error: float
    df: float
    share: NDArray[np.float64]
    variance: float


def mixed_mean(n_obs: ArrayLike, mean: ArrayLike, sum_squares: float) -> MixedMean | None:
    """Estimate the mean of one level with variances of its own.

    Parameters
    ----------
    n_obs, mean : array_like, shape (c,)
        Rows of each cluster of the level, at least 1, and their mean.
    sum_squares : float
        Of the deviations of the rows from the mean of their cluster.

    Returns
    -------
    MixedMean or None
        With a row per cluster that of the plain mean, whatever the two variances; None where
        there are fewer than two clusters, or no row differs from its cluster's mean.
    """
    n, of_cluster = np.asarray(n_obs, dtype=float), np.asarray(mean, dtype=float)
    if len(n) < 2:
        return None
    if n.max() == 1:
        variance = float(of_cluster.var(ddof=1) / len(n))
        share = np.full(len(n), 1 / len(n))
        return MixedMean(
            float(of_cluster.mean()), float(np.sqrt(variance)), len(n) - 1.0, share, variance
        )
    fit = fit_reml(n[:, None], of_cluster[:, None], sum_squares)
    if fit is None:
        return None
    kept, design, level_mean, sigma = fit
    (std_errors,), (df,) = kenward_roger(kept, [[1.0]], design)
    if not np.isfinite(df[0]):
        return None
    centre = float(np.average(of_cluster, weights=n))
    precision = n / (1 + design.ratio[0] * n)
    return MixedMean(
        estimate=centre + float(level_mean[0]),
        std_error=sigma * float(std_errors[0]),
        df=float(df[0]),
        share=precision / precision.sum(),
        variance=sigma**2 * float(design.covariance[0, 0, 0]),
    )


@dataclass(frozen=True)
class OwnContrasts:
    """Differences of level means with variances of their own, shape (q,).

    NaN where one of the two means has no estimate, or no variance.
    """

    estimate: NDArray[np.float64]
    std_error: NDArray[np.float64]
    df: NDArray[np.float64]
    std_error_cr2: NDArray[np.float64]
    df_cr2: NDArray[np.float64]


def own_differences(
    n_obs: ArrayLike,
    mean: ArrayLike,
    level_squares: ArrayLike,
    pairs: ArrayLike,
    known: dict[bytes, MixedMean | None] | None = None,
) -> OwnContrasts:
    """Compare level means that each have variances of their own.

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
        Keeps the mean of each level by its cells, for calls that have levels in common.
    """
    known = {} if known is None else known
    n, of_cell = np.asarray(n_obs, dtype=float), np.asarray(mean, dtype=float)
    a, b = np.asarray(pairs).T
    estimate, variance, df = np.full((3, n.shape[1]), np.nan)
    precision = np.zeros_like(n)
    for j, squares in enumerate(np.asarray(level_squares, dtype=float)):
        used = n[:, j] > 0
        rows = n[used, j], of_cell[used, j], squares
        key = b"".join(part.tobytes() for part in rows)
        if key not in known:
            known[key] = mixed_mean(*rows)
        if (fit := known[key]) is not None:
            estimate[j], variance[j], df[j] = fit.estimate, fit.std_error**2, fit.df
            precision[used, j] = fit.share / max(fit.variance, _NO_VARIANCE)
    both = variance[a] + variance[b]
    difference = estimate[a] - estimate[b]
    is_known = np.isfinite(difference)
    cr2, df_cr2 = np.full((2, len(a)), np.nan)
    if is_known.any():
        levels = np.flatnonzero(precision.any(axis=0))
        ends = np.searchsorted(levels, np.stack([a, b], axis=1)[is_known])
        weight = precision[:, levels]
        regression = level_regression(weight, ends)
        residual = regression.fit(of_cell[:, levels][weight > 0][:, None]).residual
        cr2[is_known], df_cr2[is_known] = regression.cr2_variance(residual)[:, 0], regression.df
    return OwnContrasts(
        estimate=difference,
        std_error=np.sqrt(both),
        df=ratio_of(both**2, variance[a] ** 2 / df[a] + variance[b] ** 2 / df[b]),
        std_error_cr2=np.sqrt(cr2),
        df_cr2=df_cr2,
    )
