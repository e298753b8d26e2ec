"""Variances between and within clusters of the one-way random-effects model, from summaries.

The model is y = mean + cluster effect + error, and the intra-class correlation is the share of the
variance that lies between clusters: the correlation of two rows of one cluster. The estimators need
only the size and mean of each cluster and the overall sum of squares within.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from analysis_py.statistics.clustered.mixed import fit_reml

#: Of clusters whose rows hardly differ, the variance between is that times the one within.
_LARGEST_RATIO = 1e8


@dataclass(frozen=True)
class VarianceComponents:
    """Variance between and within clusters, in squared units of the response.

    ``icc`` is the share of the former; the analysis of variance may put both below 0.
    """

    icc: float
    variance_between: float
    variance_within: float


def cannot_decompose(n_obs: ArrayLike, sum_squares: float) -> str | None:
    """Return why the variance cannot be split between and within clusters, or None.

    Parameters
    ----------
    n_obs : array_like, shape (a,)
        Cluster sizes, at least 1.
    sum_squares : float
        Of the deviations of the rows from their cluster's mean.
    """
    n = np.asarray(n_obs)
    if len(n) < 2:
        return "one base family only" if len(n) else "no observations"
    if n.max() < 2:
        return "no base family has two rows"
    if not sum_squares > 0:
        return "no variance within base families"
    return None


def icc_anova(n_obs: ArrayLike, mean: ArrayLike, sum_squares: float) -> VarianceComponents:
    r"""Estimate by the analysis of variance, as ``stat_dependence.sql`` does with an interval.

    Parameters
    ----------
    n_obs, mean : array_like, shape (a,)
        Size and mean of each cluster.
    sum_squares : float
        Of the deviations of the rows from their cluster's mean.

    Raises
    ------
    ValueError
        If the variance cannot be decomposed; see :func:`cannot_decompose`.

    Notes
    -----
    :math:`\hat\rho = (MSB - MSW) / (MSB + (n_0 - 1) MSW)` with
    :math:`n_0 = (N - \sum n_i^2 / N) / (a - 1)`.
    """
    n, mean = _clusters(n_obs, mean, sum_squares)
    n_total, a = n.sum(), len(n)
    df_num, df_den = float(a - 1), float(n_total - a)
    within = sum_squares / df_den
    statistic = float(_spread(n, mean, 0.0) / df_num / within)
    n0 = (n_total - (n**2).sum() / n_total) / (a - 1)
    between = within * (statistic - 1) / n0
    return VarianceComponents(float(between / (between + within)), float(between), float(within))


def icc_reml(n_obs: ArrayLike, mean: ArrayLike, sum_squares: float) -> VarianceComponents:
    """Estimate by restricted maximum likelihood (Patterson and Thompson 1971, Biometrika 58).

    Parameters
    ----------
    n_obs, mean, sum_squares
        As for :func:`icc_anova`.

    Raises
    ------
    ValueError
        If the variance cannot be decomposed.
    """
    n, mean = _clusters(n_obs, mean, sum_squares)
    fit = fit_reml(n[:, None], mean[:, None], sum_squares)
    ratio = fit.ratio if fit else _LARGEST_RATIO
    within = (sum_squares + _spread(n, mean, ratio)) / (n.sum() - 1)
    return VarianceComponents(ratio / (1 + ratio), float(within * ratio), float(within))


def _spread(n: NDArray[np.float64], mean: NDArray[np.float64], ratio: float) -> float:
    """Return Σ w (mean − weighted mean)² with w = n / (1 + n ratio)."""
    weight = n / (1 + ratio * n)
    centre = (weight * mean).sum() / weight.sum()
    return float((weight * (mean - centre) ** 2).sum())


def _clusters(
    n_obs: ArrayLike, mean: ArrayLike, sum_squares: float
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    if problem := cannot_decompose(n_obs, sum_squares):
        raise ValueError(f"the variance cannot be decomposed: {problem}")
    return np.asarray(n_obs, dtype=float), np.asarray(mean, dtype=float)
