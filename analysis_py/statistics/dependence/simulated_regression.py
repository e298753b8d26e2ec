"""Type I error rate of contrasts of a clustered regression."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import special

from analysis_py.statistics.dependence.mixed import fit_reml
from analysis_py.statistics.dependence.robust import ClusteredRegression
from analysis_py.statistics.dependence.samples import Noise

#: Share between clusters above which none is simulated.
_HIGHEST = 0.95


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
    residual = regression.fit(mean[:, None])[2][:, 0]
    n_cell = regression.root_n**2
    n = np.array([n_cell[cells].sum() for cells in regression.members])
    total = np.array(
        [(regression.root_n[cells] * residual[cells]).sum() for cells in regression.members]
    )
    within = sum_squares + (residual**2).sum() - (total**2 / n).sum()
    fit = fit_reml(n[:, None], (total / n)[:, None], float(within))
    if fit is None:
        return 0.0
    ratio = float(fit[1].ratio[0])
    return min(ratio / (1 + ratio), _HIGHEST)


def null_squared_t(
    regression: ClusteredRegression, icc: float, spread: NDArray[np.float64], noise: Noise
) -> NDArray[np.float64]:
    """Return the squared t of each contrast in samples without an effect, shape (q, s).

    Parameters
    ----------
    regression : ClusteredRegression
    icc : float
        Share of the variance between clusters.
    spread : ndarray, shape (m,)
        Standard deviation of the rows of each cell.
    noise : Noise
        With as many rows as there are clusters and cells, or more.

    Returns
    -------
    ndarray, shape (q, s)
        NaN where the design does not determine the contrast, or leaves it no variance.
    """
    n_clusters, n_cells = len(regression.members), len(regression.root_n)
    effect = noise.normal[:n_clusters] * np.sqrt(icc)
    error = noise.normal[n_clusters : n_clusters + n_cells] * np.sqrt(1 - icc)
    mean = error / regression.root_n[:, None]
    for cells, of_cluster in zip(regression.members, effect, strict=True):
        mean[cells] += of_cluster
    estimate, variance, _ = regression.fit(mean * spread[:, None])
    squared = np.full_like(estimate, np.nan)
    is_tested = regression.is_estimable[:, None] & (variance > 0)
    np.divide(estimate**2, variance, out=squared, where=is_tested)
    return squared


@dataclass(frozen=True)
class Calibration:
    """The null distribution of the t of each contrast, and how often tests by it reject.

    Attributes
    ----------
    squared_t : ndarray, shape (q, s)
        In the draws that calibrate, sorted.
    critical_t : ndarray, shape (q,)
        What 95 % of them do not exceed.
    size, type1_error_calibrated : ndarray, shape (q,)
        How often Student's test and the calibrated one reject at 5 %, in other draws.
    """

    squared_t: NDArray[np.float64]
    critical_t: NDArray[np.float64]
    size: NDArray[np.float64]
    type1_error_calibrated: NDArray[np.float64]

    def p_value(self, i: int, statistic: float) -> float:
        """Return how often the t of a contrast is as far from 0 without an effect."""
        n_draws = self.squared_t.shape[1]
        n_less = int(np.searchsorted(self.squared_t[i], statistic**2 * (1 - 1e-9)))
        return (1 + n_draws - n_less) / (n_draws + 1)


def calibrate(
    regression: ClusteredRegression,
    icc: float,
    spread: NDArray[np.float64],
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
    regression, icc, spread
        As for :func:`null_squared_t`.
    calibrating, certifying : Noise
        Independent of each other.
    significance_level : float
        Of each test.
    """
    drawn = np.sort(null_squared_t(regression, icc, spread, calibrating), axis=1)
    rank = int(np.ceil((1 - significance_level) * (drawn.shape[1] + 1))) - 1
    critical = drawn[:, min(rank, drawn.shape[1] - 1)]
    other = null_squared_t(regression, icc, spread, certifying)
    limit = np.full(len(critical), np.nan)
    has_df = regression.df > 0
    limit[has_df] = special.stdtrit(regression.df[has_df], 1 - significance_level / 2) ** 2

    def rate(limits: NDArray[np.float64]) -> NDArray[np.float64]:
        rejected = (other > limits[:, None]).mean(axis=1)
        return np.where(np.isfinite(limits) & np.isfinite(critical), rejected, np.nan)

    return Calibration(drawn, np.sqrt(critical), rate(limit), rate(critical))
