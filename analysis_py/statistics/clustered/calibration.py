"""Type I error rates of tests on their own design, and tests that are calibrated by simulation."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray
from scipy import special

from analysis_py.statistics.clustered.mixed import fit_reml
from analysis_py.statistics.clustered.null_model import Noise, NullModel, simulate_null
from analysis_py.statistics.clustered.regression import ClusteredRegression

#: Shares above this are not simulated.
HIGHEST_ICC = 0.95
#: Share of a squared t within which two are the same.
_ROUNDING = 1e-9
#: Ends and number of the log degrees of freedom at which quantiles of t are tabled.
_LOG_DF = float(np.log(0.05)), float(np.log(1e6)), 2000


def rounded_icc(icc: float, step: float = 0.1, highest: float = HIGHEST_ICC) -> float:
    """Return the share that is simulated in place of one: those that are alike share a simulation.

    Parameters
    ----------
    icc : float
        Share of the variance between clusters.
    step, highest : float
    """
    return min(round(icc / step) * step, highest)


def residual_icc(
    regression: ClusteredRegression, mean: NDArray[np.float64], sum_squares: float
) -> float:
    """Return the share of the variance that the regression leaves over that lies between clusters.

    By REML on the residuals of the rows, their mean being 0 or not: 0 where the two variances
    cannot be estimated separately.

    Parameters
    ----------
    regression : ClusteredRegression
    mean : ndarray, shape (m,)
        Mean of the response of each cell.
    sum_squares : float
        Of the deviations of the rows from the mean of their cell.
    """
    residual = regression.fit(mean[:, None]).residual[:, 0]
    n = regression.sum_by_cluster(regression.root_n**2)
    total = regression.sum_by_cluster(regression.root_n * residual)
    within = sum_squares + (residual**2).sum() - (total**2 / n).sum()
    fit = fit_reml(n[:, None], (total / n)[:, None], float(within))
    if fit is None:
        return 0.0
    ratio = float(fit[1].ratio[0])
    return min(ratio / (1 + ratio), HIGHEST_ICC)


@dataclass(frozen=True)
class Calibration:
    """The null distribution of the t of each contrast, and how often tests by it reject.

    Attributes
    ----------
    squared_t : ndarray, shape (q, s)
        In the draws that calibrate, sorted.
    critical_t : ndarray, shape (q,)
        What 95 % of them do not exceed.
    type1_error, type1_error_calibrated : ndarray, shape (q,)
        How often Student's test and the calibrated one reject at 5 %, in other draws.
    """

    squared_t: NDArray[np.float64]
    critical_t: NDArray[np.float64]
    type1_error: NDArray[np.float64]
    type1_error_calibrated: NDArray[np.float64]

    def p_value(self, i: int, statistic: float) -> float:
        """Return how often the t of a contrast is as far from 0 without an effect."""
        n_draws = self.squared_t.shape[1]
        n_less = int(np.searchsorted(self.squared_t[i], statistic**2 * (1 - _ROUNDING)))
        return (1 + n_draws - n_less) / (n_draws + 1)


def calibrate(
    regression: ClusteredRegression,
    null: NullModel,
    calibrating: Noise,
    certifying: Noise,
    significance_level: float,
) -> Calibration:
    """Draw the null distribution of each contrast, and certify it by other draws.

    A parametric bootstrap of the t (Halekoh and Højsgaard 2014, Journal of Statistical Software
    59 (9)), which the CR2 standard error makes nearly free of the shares and spreads that are
    estimated.

    Parameters
    ----------
    regression : ClusteredRegression
    null : NullModel
        Of its cells.
    calibrating, certifying : Noise
        Independent of each other, with as many rows as the null model has units and cells.
    significance_level : float
        Of each test.
    """
    drawn = np.sort(_null_squared_t(regression, null, calibrating), axis=1)
    rank = int(np.ceil((1 - significance_level) * (drawn.shape[1] + 1))) - 1
    critical = drawn[:, min(rank, drawn.shape[1] - 1)]
    other = _null_squared_t(regression, null, certifying)
    limit = np.full(len(critical), np.nan)
    has_df = regression.df > 0
    limit[has_df] = special.stdtrit(regression.df[has_df], 1 - significance_level / 2) ** 2

    def rate(limits: NDArray[np.float64]) -> NDArray[np.float64]:
        rejected = (other > limits[:, None]).mean(axis=1)
        return np.where(np.isfinite(limits) & np.isfinite(critical), rejected, np.nan)

    return Calibration(drawn, np.sqrt(critical), rate(limit), rate(critical))


def _null_squared_t(
    regression: ClusteredRegression, null: NullModel, noise: Noise
) -> NDArray[np.float64]:
    """Return the squared t in samples without an effect, NaN where there is none; shape (q, s)."""
    fit = regression.fit(simulate_null(null, noise.normal))
    variance = regression.cr2_variance(fit.residual)
    squared = np.full_like(fit.estimate, np.nan)
    is_tested = regression.is_estimable[:, None] & (variance > 0)
    np.divide(fit.estimate**2, variance, out=squared, where=is_tested)
    return squared


def rejection_limit(
    variance: NDArray[np.float64], df: NDArray[np.float64], significance_level: float
) -> NDArray[np.float64]:
    """Return what a squared estimate has to exceed for its t test to reject; NaN or 0 if nothing.

    By a table of quantiles: one of broken degrees of freedom costs more than a simulated test.
    """
    first, last, n = _LOG_DF
    table = _tabled(significance_level)
    place = (np.log(df) - first) * ((n - 1) / (last - first))
    np.clip(place, 0, n - 1, out=place)
    is_known = np.isfinite(place)
    below = np.minimum(np.where(is_known, place, 0).astype(np.int64), n - 2)
    rise = np.diff(table)
    return np.exp(table[below] + (place - below) * rise[below]) * variance


def rejection_rate(
    estimate: NDArray[np.float64], limit: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return the share of samples whose squared estimate exceeds its limit, over the last axis.

    NaN where no sample has a test.
    """
    is_tested = np.isfinite(limit) & (limit > 0)
    with np.errstate(invalid="ignore"):
        rate = ((estimate**2 > limit) & is_tested).mean(axis=-1)
    return np.where(is_tested.any(axis=-1), rate, np.nan)


@cache
def _tabled(significance_level: float) -> NDArray[np.float64]:
    """Return log squared quantiles of t."""
    quantile = special.stdtrit(np.exp(np.linspace(*_LOG_DF)), 1 - significance_level / 2)
    return np.asarray(2 * np.log(quantile), dtype=float)
