"""Bias-reduced cluster-robust variance (CR2) and its degrees of freedom.

Bell and McCaffrey (2002, Survey Methodology 28, 169-181) scale the residuals of each cluster by the
inverse square root of I − H for that cluster, which makes the variance unbiased where rows are in
truth independent. Pustejovsky and Tipton (2018, Journal of Business and Economic Statistics 36,
672-683) define it where that root does not exist, and give the Satterthwaite degrees of freedom of
a contrast. The working model here is independent rows of one variance. (statsmodels' clustered
covariance has neither the scaling nor these degrees of freedom.)
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from analysis_py.statistics.dependence.cell_sums import cells_of, cr2_moments

#: An eigenvalue of I − H this small is 0: the cluster alone determines a coefficient.
_ZERO = 1e-10


@dataclass(frozen=True)
class RobustContrasts:
    """Contrasts of coefficients with two standard errors.

    Attributes
    ----------
    estimate, std_error, df : ndarray, shape (q,)
        Estimates, CR2 standard errors and Satterthwaite degrees of freedom; NaN where the data do
        not determine the contrast.
    std_error_naive : ndarray, shape (q,)
        Under independent rows of one variance, with ``df_naive`` degrees of freedom.
    df_naive : int
    """

    estimate: NDArray[np.float64]
    std_error: NDArray[np.float64]
    df: NDArray[np.float64]
    std_error_naive: NDArray[np.float64]
    df_naive: int


def mean_differences(
    n_obs: ArrayLike, mean: ArrayLike, sum_squares: float, pairs: ArrayLike
) -> RobustContrasts:
    r"""Compare level means with rows that are clustered.

    Parameters
    ----------
    n_obs, mean : array_like, shape (c, k)
        Number of rows and their mean in each of c clusters and k levels; the mean of an empty
        cell is not read. Every level has a row.
    sum_squares : float
        Of the deviations of the rows from the mean of their cell.
    pairs : array_like of int, shape (q, 2)
        Levels a and b; the contrast is the mean of a minus the mean of b.

    Notes
    -----
    In the one-way model a row of cluster c and level j belongs to the block
    :math:`I - J / n_j` of I − H, whose inverse root multiplies a residual sum
    :math:`e_{cj}` by :math:`(1 - h_{cj})^{-1/2}`, :math:`h_{cj} = n_{cj} / n_j`. Counts and means
    of the cells are therefore enough. A level that lies in one cluster has no residual sum, and
    adds nothing to the variance: its contrasts need a warning of their own.
    """
    n = np.asarray(n_obs, dtype=float)
    mean = np.where(n > 0, np.asarray(mean, dtype=float), 0.0)
    pairs = np.asarray(pairs)
    a, b = pairs.T
    n_level = n.sum(axis=0)
    level_mean = (n * mean).sum(axis=0) / n_level
    deviation = np.where(n > 0, mean - level_mean, 0.0)
    cells = cells_of(n)
    share = (n / n_level)[cells]
    variance, df = cr2_moments(cells, share, deviation[cells], 1 / n_level, pairs)

    df_naive = int(n.sum() - n.shape[1])
    residual = sum_squares + (n * deviation**2).sum()
    mean_square = residual / df_naive if df_naive > 0 else np.nan
    return RobustContrasts(
        estimate=level_mean[a] - level_mean[b],
        std_error=np.sqrt(variance),
        df=df,
        std_error_naive=np.sqrt(mean_square * (1 / n_level[a] + 1 / n_level[b])),
        df_naive=df_naive,
    )


@dataclass(frozen=True)
class ClusteredRegression:
    """A regression on m cells and q contrasts of it: what CR2 needs of the design.

    Attributes
    ----------
    root_n : ndarray, shape (m,)
        By which a cell is multiplied.
    basis : ndarray, shape (m, r)
        Orthonormal columns of the design.
    loading : ndarray, shape (q, r)
        Contrasts of the coordinates in the basis.
    is_estimable : ndarray of bool, shape (q,)
    members : list of ndarray of int
        Cells of each cluster.
    adjusted : list of ndarray, shape (q, cells)
        What the residuals of each cluster are multiplied by.
    df : ndarray, shape (q,)
        Satterthwaite's, under independent rows of one variance.
    """

    root_n: NDArray[np.float64]
    basis: NDArray[np.float64]
    loading: NDArray[np.float64]
    is_estimable: NDArray[np.bool_]
    members: list[NDArray[np.int64]]
    adjusted: list[NDArray[np.float64]]
    df: NDArray[np.float64]

    def fit(
        self, mean: NDArray[np.float64]
    ) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
        """Return estimates and their CR2 variances (q, s), and residuals times root_n (m, s).

        Parameters
        ----------
        mean : ndarray, shape (m, s)
            Mean of each cell, for s responses.
        """
        y = mean * self.root_n[:, None]
        fitted = self.basis.T @ y
        residual = y - self.basis @ fitted
        variance = np.zeros((len(self.loading), y.shape[1]))
        for cells, adjusted in zip(self.members, self.adjusted, strict=True):
            variance += (adjusted @ residual[cells]) ** 2
        return self.loading @ fitted, variance, residual


def clustered_regression(
    design: ArrayLike, n_obs: ArrayLike, clusters: ArrayLike, contrasts: ArrayLike
) -> ClusteredRegression:
    r"""Prepare contrasts of a regression on cells of rows with one design and one cluster.

    Parameters
    ----------
    design : array_like, shape (m, p)
        Columns of the model for each cell. They may depend on each other.
    n_obs : array_like, shape (m,)
        Number of rows in each cell, at least 1.
    clusters : array_like, shape (m,)
        Cluster of each cell.
    contrasts : array_like, shape (q, p)

    Notes
    -----
    Multiplying a cell by :math:`\sqrt{n}` is an orthonormal change of basis of its rows, under
    which I − H keeps its block form and is the identity on what is left out. So the variance and
    its degrees of freedom are those of the rows.
    """
    root_n = np.sqrt(np.asarray(n_obs, dtype=float))
    x = np.asarray(design, dtype=float) * root_n[:, None]
    contrasts = np.asarray(contrasts, dtype=float)
    u, singular, vt = np.linalg.svd(x, full_matrices=False)
    kept = singular > singular.max() * 1e-9
    u, singular, vt = u[:, kept], singular[kept], vt[kept]
    projected = contrasts @ vt.T
    outside = np.linalg.norm(contrasts - projected @ vt, axis=1)
    loading = projected / singular

    weight = loading @ u.T
    labels = np.unique(np.asarray(clusters), return_inverse=True)[1]
    order = np.argsort(labels, kind="stable")
    members = np.split(order, np.flatnonzero(np.diff(labels[order])) + 1)
    adjusted = [weight[:, cells] @ inverse_root(u[cells]) for cells in members]
    length = np.array([(of**2).sum(axis=1) for of in adjusted])
    total = np.array([of @ u[cells] for of, cells in zip(adjusted, members, strict=True)])
    overlap = (total**2).sum(axis=2)
    trace = (length - overlap).sum(axis=0)
    inner = np.einsum("cqr,cqs->qrs", total, total)
    trace_square = (
        (length**2).sum(axis=0) - 2 * (length * overlap).sum(axis=0) + (inner**2).sum(axis=(1, 2))
    )
    return ClusteredRegression(
        root_n=root_n,
        basis=u,
        loading=loading,
        is_estimable=outside <= 1e-6 * np.maximum(np.linalg.norm(contrasts, axis=1), 1e-300),
        members=members,
        adjusted=adjusted,
        df=_ratio(trace**2, trace_square),
    )


def regression_contrasts(
    design: ArrayLike,
    n_obs: ArrayLike,
    mean: ArrayLike,
    sum_squares: float,
    clusters: ArrayLike,
    contrasts: ArrayLike,
) -> RobustContrasts:
    """Estimate contrasts of a regression on cells of rows with one design and one cluster.

    Parameters
    ----------
    design, n_obs, clusters, contrasts
        As for :func:`clustered_regression`.
    mean : array_like, shape (m,)
        Mean of the response of each cell.
    sum_squares : float
        Of the deviations of the rows from the mean of their cell.
    """
    regression = clustered_regression(design, n_obs, clusters, contrasts)
    return contrasts_of(regression, np.asarray(mean, dtype=float), sum_squares)


def contrasts_of(
    regression: ClusteredRegression, mean: NDArray[np.float64], sum_squares: float
) -> RobustContrasts:
    """Estimate the contrasts of a regression that is prepared, as :func:`regression_contrasts`."""
    estimate, variance, residual = regression.fit(mean[:, None])
    df_naive = int((regression.root_n**2).round().sum()) - regression.basis.shape[1]
    mean_square = (sum_squares + (residual**2).sum()) / df_naive if df_naive > 0 else np.nan
    naive = np.sqrt(mean_square * (regression.loading**2).sum(axis=1))
    is_estimable = regression.is_estimable
    return RobustContrasts(
        estimate=np.where(is_estimable, estimate[:, 0], np.nan),
        std_error=np.where(is_estimable, np.sqrt(variance[:, 0]), np.nan),
        df=np.where(is_estimable, regression.df, np.nan),
        std_error_naive=np.where(is_estimable, naive, np.nan),
        df_naive=df_naive,
    )


def inverse_root(basis: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the symmetric Moore–Penrose inverse root of I − basis basis'."""
    values, vectors = np.linalg.eigh(np.eye(len(basis)) - basis @ basis.T)
    powers = np.zeros_like(values)
    np.divide(1, np.sqrt(np.abs(values)), out=powers, where=values > _ZERO)
    return (vectors * powers) @ vectors.T


def _ratio(numerator: NDArray[np.float64], denominator: NDArray[np.float64]) -> NDArray[np.float64]:
    ratio = np.full(len(numerator), np.nan)
    np.divide(numerator, denominator, out=ratio, where=denominator > 0)
    return ratio
