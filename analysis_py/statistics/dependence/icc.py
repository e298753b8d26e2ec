"""Intra-class correlation of the one-way random-effects model, from cluster summaries.

The model is y = mean + cluster effect + error, and the intra-class correlation is the share of the
variance that lies between clusters: the correlation of two rows of one cluster. Of each cluster the
estimators need only its size and mean, and over all clusters the sum of squares within.
(statsmodels' ``MixedLM``, which the tests compare with, takes the rows themselves and gives no
interval for the share.)
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import optimize, special, stats

from analysis_py.statistics.clustered.mixed import fit_reml
from analysis_py.statistics.numerics.tails import log10_f_sf

#: Ratios of the variances, between to within, among which an optimum or a limit is bracketed.
_RATIOS = np.concatenate([[0.0], np.logspace(-8, 8, 321)])


@dataclass(frozen=True)
class VarianceComponents:
    """Variance between and within clusters, and what follows from them.

    Attributes
    ----------
    icc, ci_low, ci_high : float
        Intra-class correlation with its interval; the analysis of variance may put it below 0.
    variance_between, variance_within : float
        In squared units of the response.
    statistic, df_num, df_den : float
        F with its degrees of freedom; for REML the likelihood ratio (df NaN).
    log10_p_value : float
        Of the hypothesis that the intra-class correlation is 0.
    """

    icc: float
    ci_low: float
    ci_high: float
    variance_between: float
    variance_within: float
    statistic: float
    df_num: float
    df_den: float
    log10_p_value: float


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


def icc_anova(
    n_obs: ArrayLike, mean: ArrayLike, sum_squares: float, confidence_level: float = 0.95
) -> VarianceComponents:
    r"""Estimate by the analysis of variance.

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
    :math:`n_0 = (N - \sum n_i^2 / N) / (a - 1)`. The interval is normal, with the variance that
    Smith (1956) derived for clusters of unequal size, in the form of Donner and Wells (1986,
    Biometrics 42, 401-412). Large clusters weigh most, so with few of them it is wide.
    """
    n, mean = _clusters(n_obs, mean, sum_squares)
    n_total, a = n.sum(), len(n)
    df_num, df_den = float(a - 1), float(n_total - a)
    within = sum_squares / df_den
    statistic = float(_spread(n, mean, np.zeros(1))[0] / df_num / within)
    n0 = (n_total - (n**2).sum() / n_total) / (a - 1)
    between = within * (statistic - 1) / n0
    icc = float(between / (between + within))
    margin = stats.norm.ppf((1 + confidence_level) / 2) * _smith_std_error(n, n0, icc)
    return VarianceComponents(
        icc=icc,
        # the estimate itself goes down to -1 / (n0 - 1), which clusters of few rows put below -1
        ci_low=max(icc - margin, min(-1.0, -1.0 / (n0 - 1))),
        ci_high=min(icc + margin, 1.0),
        variance_between=float(between),
        variance_within=float(within),
        statistic=statistic,
        df_num=df_num,
        df_den=df_den,
        log10_p_value=log10_f_sf(statistic, df_num, df_den),
    )


def icc_reml(
    n_obs: ArrayLike, mean: ArrayLike, sum_squares: float, confidence_level: float = 0.95
) -> VarianceComponents:
    r"""Estimate by restricted maximum likelihood.

    Parameters
    ----------
    n_obs, mean, sum_squares, confidence_level
        As for :func:`icc_anova`.

    Raises
    ------
    ValueError
        If the variance cannot be decomposed.

    Notes
    -----
    With the mean and the variance within clusters profiled out, the criterion is a function of
    the ratio :math:`\theta` alone (Patterson and Thompson 1971, Biometrika 58, 545-554):
    :math:`(N - 1) \log(SSW + \sum w_i (\bar y_i - \bar y_w)^2) + \sum \log(1 + n_i \theta)
    + \log \sum w_i`. The interval is where it lies less than the chi-squared quantile above its
    minimum. The likelihood ratio against 0 follows half a chi-squared with 1 degree of freedom
    (Self and Liang 1987, JASA 82, 605-610).
    """
    n, mean = _clusters(n_obs, mean, sum_squares)
    n_total = n.sum()

    def criterion(ratio: NDArray[np.float64]) -> NDArray[np.float64]:
        scale = 1 + np.multiply.outer(ratio, n)
        return (
            (n_total - 1) * np.log(sum_squares + _spread(n, mean, ratio))
            + np.log(scale).sum(axis=1)
            + np.log((n / scale).sum(axis=1))
        )

    fit = fit_reml(n[:, None], mean[:, None], sum_squares)
    # rows that hardly differ within clusters
    ratio = fit.ratio if fit else float(_RATIOS[-1])
    minimum = min(criterion(np.array([ratio]))[0], criterion(_RATIOS[:1])[0])
    limit = minimum + stats.chi2.ppf(confidence_level, 1)
    likelihood_ratio = float(max(criterion(_RATIOS[:1])[0] - minimum, 0.0))
    low = _solve(lambda x: criterion(x) - limit, last=False)
    high = _solve(lambda x: limit - criterion(x), last=True)
    within = (sum_squares + _spread(n, mean, np.array([ratio]))[0]) / (n_total - 1)
    return VarianceComponents(
        icc=ratio / (1 + ratio),
        ci_low=low / (1 + low),
        ci_high=high / (1 + high),
        variance_between=float(within * ratio),
        variance_within=float(within),
        statistic=likelihood_ratio,
        df_num=np.nan,
        df_den=np.nan,
        # half of the chi-squared tail is the normal tail of the root
        log10_p_value=float(special.log_ndtr(-np.sqrt(likelihood_ratio)) / np.log(10))
        if likelihood_ratio > 0
        else 0.0,
    )


def kish_cluster_size(n_obs: ArrayLike) -> float:
    """Return the mean size of the cluster that a row is in, Σn²/Σn (Kish 1965, Survey Sampling)."""
    n = np.asarray(n_obs, dtype=float)
    return float((n**2).sum() / n.sum())


def design_effect(n_obs: ArrayLike, icc: float) -> float:
    """Return how much clustering inflates the variance of the plain mean (Kish 1965).

    It is 1 + (m − 1) ICC with m of :func:`kish_cluster_size`; an ICC below 0 counts as 0.
    """
    return 1 + (kish_cluster_size(n_obs) - 1) * max(icc, 0.0)


def _spread(
    n: NDArray[np.float64], mean: NDArray[np.float64], ratio: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return Σ w (mean − weighted mean)² with w = n / (1 + n ratio), for each ratio."""
    weight = n / (1 + np.multiply.outer(ratio, n))
    centre = (weight * mean).sum(axis=1) / weight.sum(axis=1)
    return (weight * (mean - centre[:, None]) ** 2).sum(axis=1)


def _smith_std_error(n: NDArray[np.float64], n0: float, icc: float) -> float:
    n_total, a = n.sum(), len(n)
    squares, cubes = (n**2).sum(), (n**3).sum()
    unequal = squares - 2 * cubes / n_total + (squares / n_total) ** 2
    between = (a - 1) * (1 - icc) * (1 + icc * (2 * n0 - 1)) + icc**2 * unequal
    within = (1 + icc * (n0 - 1)) ** 2 / (n_total - a)
    variance = 2 * (1 - icc) ** 2 / n0**2 * (within + between / (a - 1) ** 2)
    return float(np.sqrt(variance))


def _solve(function: Callable[[NDArray[np.float64]], NDArray[np.float64]], last: bool) -> float:
    """Return where the function falls below 0, the first or the last time; else 0."""
    positive = function(_RATIOS) > 0
    falls = np.flatnonzero(positive[:-1] & ~positive[1:])
    if not len(falls):
        return 0.0
    left = falls[-1 if last else 0]
    return float(
        optimize.brentq(
            lambda x: function(np.array([x]))[0],
            _RATIOS[left],
            _RATIOS[left + 1],
            xtol=1e-14,
            rtol=1e-13,
        )
    )


def _clusters(
    n_obs: ArrayLike, mean: ArrayLike, sum_squares: float
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    if problem := cannot_decompose(n_obs, sum_squares):
        raise ValueError(f"the variance cannot be decomposed: {problem}")
    return np.asarray(n_obs, dtype=float), np.asarray(mean, dtype=float)
