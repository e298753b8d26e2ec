r"""Variance components of clustered rows, by restricted maximum likelihood.

The model is y = level + cluster effect + cluster × level effect + error. Counts and means per cell
of cluster and level suffice. With :math:`\theta_1, \theta_2` the variances of the two effects in
units of that of the errors, the mean of a cell of n rows has the precision
:math:`p = n / (1 + \theta_2 n)` beside its cluster's effect, and a cluster's block of the inverse
is :math:`\mathrm{diag}(p) - \theta_1 \delta p p'`, :math:`\delta = 1 / (1 + \theta_1 \sum p)`.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import optimize

Array = NDArray[np.float64]

#: Grid of variance ratios, cluster to error, that brackets the optimum.
_RATIOS = np.concatenate([[0.0], np.logspace(-5, 5, 41)])
#: The same for cluster × level.
_CELL_RATIOS = np.concatenate([[0.0], np.logspace(-3, 2, 11)])


@dataclass(frozen=True)
class RemlFit:
    """A fitted mixed model.

    Attributes
    ----------
    ratio, cell_ratio : float
        Variance of clusters, and of clusters × levels, ÷ variance of the errors.
    level_mean, variance : ndarray, shape (k,)
        Level means and their variances, given the ratios.
    precision : ndarray, shape (c, k)
        Of each cell's mean beside its cluster's effect, in units of the errors' precision.
    sigma : float
        Standard deviation of the errors.
    """

    ratio: float
    cell_ratio: float
    level_mean: Array
    variance: Array
    precision: Array
    sigma: float

    @property
    def icc(self) -> float:
        """Share of the variance within levels that lies between clusters."""
        return self.ratio / (1 + self.ratio + self.cell_ratio)

    @property
    def cell_share(self) -> float:
        """Share of the variance within levels that is cluster × level."""
        return self.cell_ratio / (1 + self.ratio + self.cell_ratio)

    @property
    def std_dev(self) -> float:
        """Root of the sum of all variances, in units of the response."""
        return self.sigma * float(np.sqrt(1 + self.ratio + self.cell_ratio))


class _Point(NamedTuple):
    """The criterion at two ratios, its derivatives by their logs, and the fit."""

    criterion: float
    slope: tuple[float, float]
    mean: Array
    covariance: Array
    squares: float


@dataclass(frozen=True)
class _Cells:
    """Clusters with rows: counts and means about the mean of all rows, shape (c, k)."""

    n: Array
    mean: Array
    sum_squares: float
    centre: float

    def grid(self, ratio: Array, cell_ratio: float) -> Array:
        """Return the criterion at g ratios, shape (g,).

        Sums of squares about the overall mean are precise enough to find a bracket.
        """
        p = self.n / (1 + cell_ratio * self.n)
        of_cluster = p.sum(axis=1)
        delta = 1 / (1 + ratio[:, None] * of_cluster)
        shrinkage = ratio[:, None] * delta
        k = p.shape[1]
        products = (p[:, :, None] * p[:, None, :]).reshape(len(p), k * k)
        weighted = p * self.mean
        total = weighted.sum(axis=1)
        information = np.diag(p.sum(axis=0)) - (shrinkage @ products).reshape(-1, k, k)
        covariance = np.linalg.inv(information)
        crossed = weighted.sum(axis=0) - (shrinkage * total) @ p
        mean = (covariance @ crossed[:, :, None])[:, :, 0]
        squares = (weighted * self.mean).sum() - shrinkage @ total**2 - (crossed * mean).sum(axis=1)
        squares = self.sum_squares + np.maximum(squares, 0.0)
        determinants = np.log1p(cell_ratio * self.n).sum() - np.log(delta).sum(axis=1)
        determinants += np.linalg.slogdet(information)[1]
        return self.df * np.log(squares) + determinants

    def at(self, ratio: float, cell_ratio: float) -> _Point:
        """Return the criterion and its derivatives at two ratios."""
        p = self.n / (1 + cell_ratio * self.n)
        of_cluster = p.sum(axis=1)
        delta = 1 / (1 + ratio * of_cluster)
        shrunk = (ratio * delta)[:, None] * p
        information = np.diag(p.sum(axis=0)) - shrunk.T @ p
        covariance = np.linalg.inv(information)
        weighted = p * self.mean
        mean = covariance @ (weighted.sum(axis=0) - shrunk.T @ weighted.sum(axis=1))
        # sums of squares about the fitted means keep their precision
        deviation = np.where(self.n > 0, self.mean - mean, 0.0)
        scaled = p * deviation
        left = scaled.sum(axis=1)
        squares = self.sum_squares + (scaled * deviation).sum() - ratio * (delta * left**2).sum()
        criterion = self.df * np.log(squares) + np.linalg.slogdet(information)[1]
        criterion += np.log1p(cell_ratio * self.n).sum() - np.log(delta).sum()
        # of the inverse, V, of the variance of the means: 1'V1 and 1'V of clusters, and V V
        by_cluster = delta[:, None] * p
        slope = delta @ of_cluster - ((by_cluster @ covariance) * by_cluster).sum()
        slope -= self.df * ((delta * left) ** 2).sum() / squares
        cell_slope = 0.0
        if cell_ratio > 0:
            squared = (p**2).sum(axis=1)
            crossed = shrunk.T @ p**2
            both = np.diag((p**2).sum(axis=0)) - crossed - crossed.T
            both += (shrunk * squared[:, None]).T @ shrunk
            cell_slope = p.sum() - ratio * (delta * squared).sum() - (covariance * both).sum()
            cell_slope -= self.df * ((scaled - shrunk * left[:, None]) ** 2).sum() / squares
        slopes = ratio * float(slope), cell_ratio * float(cell_slope)
        return _Point(float(criterion), slopes, mean, covariance, float(squares))

    @property
    def df(self) -> float:
        """Number of rows minus that of levels."""
        return float(self.n.sum()) - self.n.shape[1]

    def fit(self, ratio: float, cell_ratio: float) -> RemlFit:
        """Return the fit at known ratios."""
        at = self.at(ratio, cell_ratio)
        sigma = float(np.sqrt(at.squares / self.df))
        return RemlFit(
            ratio,
            cell_ratio,
            self.centre + at.mean,
            sigma**2 * np.diag(at.covariance),
            self.n / (1 + cell_ratio * self.n),
            sigma,
        )


def fit_reml(n_obs: ArrayLike, mean: ArrayLike, sum_squares: float) -> RemlFit | None:
    """Fit level means with a random intercept of the cluster.

    Parameters
    ----------
    n_obs, mean : array_like, shape (c, k)
        Number of rows and their mean in each of c clusters and k levels; the mean of an empty
        cell is not read. Every level has a row.
    sum_squares : float
        Of the deviations of the rows from the mean of their cell.

    Returns
    -------
    RemlFit or None
        None where the two variances cannot be estimated separately.
    """
    cells = _cells(n_obs, mean, sum_squares)
    if not sum_squares > 0 or not _can_separate_clusters(cells.n):
        return None
    best = int(np.argmin(cells.grid(_RATIOS, 0.0)))
    if best == len(_RATIOS) - 1:
        return None
    ratio = float(_RATIOS[best])
    if best > 0:
        around = np.log(_RATIOS[[max(best - 1, 1), best + 1]])
        with suppress(ValueError):  # without an interior optimum the best point of the grid stays
            ratio = np.exp(
                optimize.brentq(lambda x: cells.at(np.exp(x), 0.0).slope[0], *around, xtol=1e-8)
            )
    return cells.fit(float(ratio), 0.0)


def fit_crossed(n_obs: ArrayLike, mean: ArrayLike, sum_squares: float) -> RemlFit | None:
    """Fit level means with random intercepts of the cluster and of cluster × level."""
    cells = _cells(n_obs, mean, sum_squares)
    if not sum_squares > 0 or not _can_separate_cells(cells.n):
        return None
    criteria = np.stack([cells.grid(_RATIOS, cell_ratio) for cell_ratio in _CELL_RATIOS])
    of_cell, of_cluster = np.unravel_index(int(np.argmin(criteria)), criteria.shape)
    if of_cluster == len(_RATIOS) - 1:
        return None
    # effects below the grid are zero or too small for a bound
    start = np.log(np.maximum([_RATIOS[of_cluster], _CELL_RATIOS[of_cell]], 1e-8))
    best = optimize.minimize(
        lambda x: cells.at(*np.exp(x).tolist())[:2],
        start,
        jac=True,
        method="L-BFGS-B",
        bounds=[(np.log(1e-8), np.log(_RATIOS[-1]))] * 2,
        options={"ftol": 1e-13, "gtol": 1e-7},
    ).x
    ratios = [float(x) if x > 1e-7 else 0.0 for x in np.exp(best)]
    return cells.fit(ratios[0], ratios[1])


def _cells(n_obs: ArrayLike, mean: ArrayLike, sum_squares: float) -> _Cells:
    n = np.asarray(n_obs, dtype=float)
    kept = n.sum(axis=1) > 0
    n, of_cell = n[kept], np.where(n > 0, np.asarray(mean, dtype=float), 0.0)[kept]
    centre = float((n * of_cell).sum() / n.sum())
    return _Cells(n, np.where(n > 0, of_cell - centre, 0.0), float(sum_squares), centre)


def _can_separate_clusters(n: Array) -> bool:
    """Return whether rows vary within clusters and clusters within levels, so both variances exist.

    Levels and clusters connected through shared rows form a component, in which one indicator
    column of level or cluster depends on the others.
    """
    df_between = len(n) - _n_components(n)
    return bool(df_between > 0 and n.sum() - n.shape[1] - df_between > 0)


def _can_separate_cells(n: Array) -> bool:
    """Return whether clusters have rows of several levels, for the interaction."""
    n_cells = int((n > 0).sum())
    df_between = len(n) - _n_components(n)
    return bool(df_between > 0 and n_cells - n.shape[1] - df_between > 0 and n.sum() > n_cells)


def _n_components(n: Array) -> int:
    reached = (n > 0).T.astype(float) @ (n > 0)
    for _ in range(n.shape[1].bit_length()):  # double the step each time
        reached = np.minimum(reached @ reached, 1.0)
    return len(np.unique(reached, axis=0))
