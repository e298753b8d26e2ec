r"""Variance components of clustered rows, by restricted maximum likelihood.

The model is y = level + cluster effect + cluster × level effect + error. Counts and means per cell,
a cluster and a level, are enough. With :math:`\theta_1, \theta_2` the variances of the two effects
in units of that of the errors, the mean of a cell of n rows has the precision
:math:`p = n / (1 + \theta_2 n)` beside its cluster's effect, and a cluster's block of the inverse
is :math:`\mathrm{diag}(p) - \theta_1 \delta p p'`, :math:`\delta = 1 / (1 + \theta_1 \sum p)`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import optimize, special
from scipy.sparse import csgraph, csr_array

Array = NDArray[np.float64]

#: Ratios of the variances, cluster to error, among which the optimum is bracketed.
_RATIOS = np.concatenate([[0.0], np.logspace(-5, 5, 41)])
#: Those of cluster × level.
_CELL_RATIOS = np.concatenate([[0.0], np.logspace(-3, 2, 11)])


@dataclass(frozen=True)
class RemlFit:
    """A fitted mixed model.

    Attributes
    ----------
    ratio, cell_ratio : float
        Variance of clusters, and of clusters × levels, ÷ variance of the errors.
    level_mean, variance : ndarray, shape (k,)
        Level means and their variances, were the ratios known.
    precision : ndarray, shape (c, k)
        Of each cell's mean beside its cluster's effect, in units of the errors' precision.
    sigma : float
        Standard deviation of the errors.
    criterion : float
        Minus twice the restricted log likelihood, but for a constant of the data.
    """

    ratio: float
    cell_ratio: float
    level_mean: Array
    variance: Array
    precision: Array
    sigma: float
    criterion: float

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


@dataclass(frozen=True)
class _Cells:
    """Clusters with rows: counts and means about the mean of all rows, shape (c, k)."""

    n: Array
    mean: Array
    sum_squares: float
    centre: float

    def at(self, ratio: Array, cell_ratio: float) -> tuple[Array, Array, Array, Array]:
        """Return criterion (g,), level means (g, k), their covariance and squares at g ratios."""
        p = self.n / (1 + cell_ratio * self.n)
        delta = 1 / (1 + ratio[:, None] * p.sum(axis=1))
        shrinkage = ratio[:, None] * delta
        products = (p[:, :, None] * p[:, None, :]).reshape(len(p), -1)
        information = np.diag(p.sum(axis=0)) - (shrinkage @ products).reshape(
            -1, p.shape[1], p.shape[1]
        )
        covariance = np.linalg.inv(information)
        weighted = p * self.mean
        of_cluster = weighted.sum(axis=1)
        crossed = weighted.sum(axis=0) - (shrinkage * of_cluster) @ p
        mean = np.einsum("gkl,gl->gk", covariance, crossed)
        # about the fitted means, sums of squares keep their digits
        deviation = np.where(self.n > 0, self.mean - mean[:, None, :], 0.0)
        left = (p * deviation).sum(axis=2)
        squares = self.sum_squares + (p * deviation**2).sum(axis=(1, 2))
        squares -= (shrinkage * left**2).sum(axis=1)
        determinants = np.log1p(cell_ratio * self.n).sum() - np.log(delta).sum(axis=1)
        determinants += np.linalg.slogdet(information)[1]
        return self.df * np.log(squares) + determinants, mean, covariance, squares

    @property
    def df(self) -> float:
        """Number of rows less that of levels."""
        return float(self.n.sum()) - self.n.shape[1]

    def fit(self, ratio: float, cell_ratio: float) -> RemlFit:
        """Return the fit at known ratios."""
        criterion, mean, covariance, squares = (
            of[0] for of in self.at(np.array([ratio]), cell_ratio)
        )
        sigma = float(np.sqrt(squares / self.df))
        return RemlFit(
            ratio,
            cell_ratio,
            self.centre + mean,
            sigma**2 * np.diag(covariance),
            self.n / (1 + cell_ratio * self.n),
            sigma,
            float(criterion),
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
    if not sum_squares > 0 or not _tells_clusters(cells.n):
        return None
    best = int(np.argmin(cells.at(_RATIOS, 0.0)[0]))
    if best == len(_RATIOS) - 1:
        return None
    ratio = 0.0
    if best > 0:
        log_ratio = optimize.minimize_scalar(
            lambda x: cells.at(np.exp([x]), 0.0)[0][0],
            bounds=np.log(_RATIOS[[max(best - 1, 1), best + 1]]),
            method="bounded",
            options={"xatol": 1e-9},
        ).x
        ratio = float(np.exp(log_ratio))
    return cells.fit(ratio, 0.0)


def fit_crossed(n_obs: ArrayLike, mean: ArrayLike, sum_squares: float) -> RemlFit | None:
    """Fit level means with random intercepts of the cluster and of cluster × level.

    Parameters
    ----------
    n_obs, mean, sum_squares
        As for :func:`fit_reml`.

    Returns
    -------
    RemlFit or None
        None where the three variances cannot be estimated separately.
    """
    cells = _cells(n_obs, mean, sum_squares)
    if not sum_squares > 0 or not _tells_cells(cells.n):
        return None
    found = np.stack([cells.at(_RATIOS, cell_ratio)[0] for cell_ratio in _CELL_RATIOS])
    of_cell, of_cluster = np.unravel_index(int(np.argmin(found)), found.shape)
    if of_cluster == len(_RATIOS) - 1:
        return None
    # an effect that the grid leaves out is nothing, or too small for a bound
    start = np.log(np.maximum([_RATIOS[of_cluster], _CELL_RATIOS[of_cell]], 1e-8))
    best = optimize.minimize(
        lambda x: cells.at(np.exp(x[:1]), float(np.exp(x[1])))[0][0],
        start,
        method="L-BFGS-B",
        bounds=[(np.log(1e-8), np.log(_RATIOS[-1]))] * 2,
        options={"ftol": 1e-13, "gtol": 1e-7},
    ).x
    ratios = [float(x) if x > 1e-7 else 0.0 for x in np.exp(best)]
    return cells.fit(ratios[0], ratios[1])


def boundary_test(without: RemlFit, crossed: RemlFit) -> tuple[float, float]:
    """Return the likelihood ratio of cluster × level and its p-value.

    Without that variance the statistic is 0 half of the time and else chi-squared of one degree of
    freedom (Self and Liang 1987, Journal of the American Statistical Association 82, 605-610).
    """
    statistic = max(without.criterion - crossed.criterion, 0.0)
    return statistic, float(special.chdtrc(1, statistic)) / 2 if statistic > 0 else 1.0


def _cells(n_obs: ArrayLike, mean: ArrayLike, sum_squares: float) -> _Cells:
    n = np.asarray(n_obs, dtype=float)
    kept = n.sum(axis=1) > 0
    n, of_cell = n[kept], np.where(n > 0, np.asarray(mean, dtype=float), 0.0)[kept]
    centre = float((n * of_cell).sum() / n.sum())
    return _Cells(n, np.where(n > 0, of_cell - centre, 0.0), float(sum_squares), centre)


def _tells_clusters(n: Array) -> bool:
    """Say whether rows differ within clusters, and clusters within levels, to see either variance.

    Levels and clusters that share rows, however far around, are one component, in which one column
    of level and cluster indicators is a sum of others.
    """
    df_between = len(n) - _n_components(n)
    return bool(df_between > 0 and n.sum() - n.shape[1] - df_between > 0)


def _tells_cells(n: Array) -> bool:
    """Say whether clusters have rows of several levels, to see that they differ in levels."""
    n_cells = int((n > 0).sum())
    df_between = len(n) - _n_components(n)
    return bool(df_between > 0 and n_cells - n.shape[1] - df_between > 0 and n.sum() > n_cells)


def _n_components(n: Array) -> int:
    cluster, level = np.nonzero(n)
    n_nodes = sum(n.shape)
    links = csr_array((np.ones(len(cluster)), (cluster, len(n) + level)), shape=(n_nodes, n_nodes))
    return int(csgraph.connected_components(links, directed=False)[0])
