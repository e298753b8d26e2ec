r"""Contrasts of a least-squares regression on clustered rows, with their standard errors.

Every comparison of clustered rows is such a regression: a difference of level means has a column
per level, a slope a constant and a line, a comparison within bases one column of ones over the
differences of the bases. Rows with the same design and cluster form a cell. Multiplying a cell by
the root of its size is an orthonormal change of basis of its rows and keeps the block form of I −
H. So counts and means of cells give the errors of the rows.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.sparse import csc_array, csr_array

from analysis_py.statistics.clustered.cr2 import (
    adjusted_weights,
    df_correlated,
    df_independent,
)

#: A variance below this share of that of the responses is a rounding error.
_ROUNDING = 1e-26


@dataclass(frozen=True)
class Fit:
    """Estimates of q contrasts from s responses, shape (q, s), and scaled residuals (m, s)."""

    estimate: NDArray[np.float64]
    residual: NDArray[np.float64]


@dataclass(frozen=True)
class RobustContrasts:
    """Contrasts of one response with two standard errors.

    Attributes
    ----------
    estimate, std_error, df : ndarray, shape (q,)
        Estimates, CR2 standard errors and Satterthwaite degrees of freedom; NaN if the data do not
        determine the contrast.
    std_error_naive : ndarray, shape (q,)
        Under independent rows of one variance, with ``df_naive`` degrees of freedom.
    df_naive : int
    """

    estimate: NDArray[np.float64]
    std_error: NDArray[np.float64]
    df: NDArray[np.float64]
    std_error_naive: NDArray[np.float64]
    df_naive: int


@dataclass(frozen=True)
class ClusteredRegression:
    """A regression on m cells in c clusters, and q contrasts of its coefficients.

    Quantities that depend only on the design are computed once for all responses.

    Attributes
    ----------
    root_n : ndarray, shape (m,)
        Root of the number of rows of each cell, or of its precision; it scales cell and residual.
    basis : ndarray, shape (m, r)
        Orthonormal basis of the scaled design.
    loading : ndarray, shape (q, r)
        Contrasts of the coordinates in the basis.
    is_estimable : ndarray of bool, shape (q,)
    clusters : ndarray of int, shape (m,)
        Cluster of each cell, numbered from 0 without a gap.
    """

    root_n: NDArray[np.float64]
    basis: NDArray[np.float64]
    loading: NDArray[np.float64]
    is_estimable: NDArray[np.bool_]
    clusters: NDArray[np.int64]

    @property
    def n_clusters(self) -> int:
        """Number of clusters."""
        return int(self.clusters.max()) + 1

    @property
    def df_naive(self) -> int:
        """Residual degrees of freedom of the rows."""
        return int((self.root_n**2).sum().round()) - self.basis.shape[1]

    @cached_property
    def weight(self) -> NDArray[np.float64]:
        """The weight of each scaled cell in a contrast, per unit of response, shape (q, m)."""
        return np.asarray(self.loading @ self.basis.T)

    def fit(self, mean: ArrayLike) -> Fit:
        """Fit s responses, given by the mean of each cell, shape (m, s)."""
        y = np.asarray(mean) * self.root_n[:, None]
        coordinates = self.basis.T @ y
        return Fit(self.loading @ coordinates, y - self.basis @ coordinates)

    def sum_by_cluster(self, values: NDArray[np.float64]) -> NDArray[np.float64]:
        """Sum over the cells of each cluster, shape (m, ...) to (c, ...)."""
        summed = self._membership @ values.reshape(len(values), -1)
        return np.asarray(summed).reshape(-1, *values.shape[1:])

    def contrasts(self, mean: ArrayLike, sum_squares: float) -> RobustContrasts:
        """Estimate the contrasts of one response with CR2 and naive errors.

        Parameters
        ----------
        mean : array_like, shape (m,)
            Mean of the response of each cell.
        sum_squares : float
            Of the deviations of the rows from the mean of their cell.
        """
        of_cell = np.asarray(mean, dtype=float)
        fit = self.fit(of_cell[:, None])
        naive = self.naive_variance(fit.residual, np.array([sum_squares]))
        variance = self.cr2_variance(fit.residual)[:, 0]
        # a design that fits all cells leaves only rounding error
        variance[variance <= _ROUNDING * (self._adjusted**2 @ (of_cell * self.root_n) ** 2)] = 0.0
        return RobustContrasts(
            estimate=self._estimable(fit.estimate[:, 0]),
            std_error=self._estimable(np.sqrt(variance)),
            df=self._estimable(self.df),
            std_error_naive=self._estimable(np.sqrt(naive[:, 0])),
            df_naive=self.df_naive,
        )

    def naive_variance(
        self, residual: NDArray[np.float64], sum_squares: NDArray[np.float64]
    ) -> NDArray[np.float64]:
        """Return variances under independent rows of one variance, shape (q, s).

        ``sum_squares``, shape (s,), is that of the rows about the mean of their cell.
        """
        df = self.df_naive
        squares = sum_squares + (residual**2).sum(axis=0)
        mean_square = squares / df if df > 0 else np.full(len(squares), np.nan)
        return (self.loading**2).sum(axis=1)[:, None] * mean_square

    def cr2_variance(self, residual: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return Bell and McCaffrey's variances, shape (q, s)."""
        return _sum_squares(self._scores @ residual, len(self.weight))

    def sample(
        self, loading: csr_array, drawn: NDArray[np.floating]
    ) -> tuple[NDArray[np.floating], NDArray[np.floating]]:
        """Return estimates and CR2 variances, shape (q, s), of sums of numbers drawn.

        ``loading``, shape (m, numbers), has the coefficient of each number in the mean of each
        cell. Residuals are never formed: scores are sums of the drawn numbers, shape (numbers, s),
        and their coordinates.
        """
        regression, share = self._independent
        scaled = loading.astype(float)
        scaled.data *= np.repeat(self.root_n, np.diff(scaled.indptr))
        coordinates = (scaled.T @ self.basis).T.astype(drawn.dtype) @ drawn
        score = csr_array(regression._scores @ scaled, dtype=drawn.dtype) @ drawn
        score -= regression._total.reshape(len(score), -1).astype(drawn.dtype) @ coordinates
        of_cluster = score.reshape(len(regression.loading), self.n_clusters, -1)
        a, b = np.triu_indices(len(of_cluster))
        twice = share[:, a] * share[:, b] * np.where(a == b, 1, 2)
        products = [
            np.einsum("cs,cs->s", of_cluster[i], of_cluster[j]) for i, j in zip(a, b, strict=True)
        ]
        variance = twice.astype(drawn.dtype) @ np.stack(products)
        return self.loading.astype(drawn.dtype) @ coordinates, variance

    @cached_property
    def df(self) -> NDArray[np.float64]:
        """Satterthwaite's degrees of freedom of CR2 under independent rows, shape (q,)."""
        return df_independent(self._length, self._total)

    def df_correlated(self, ratio: ArrayLike) -> NDArray[np.float64]:
        """Return degrees of freedom of CR2 under correlated rows of a cluster, shape (q, s).

        Parameters
        ----------
        ratio : array_like, shape (s,)
            Covariance of two rows of a cluster in units of the residual variance.
        """
        through = self.sum_by_cluster(self.root_n[:, None] * self.basis)
        of_rows = (self._scores @ self.root_n).reshape(len(self.loading), -1)
        return df_correlated(self._length, self._total, of_rows, through, ratio)

    @cached_property
    def _independent(self) -> tuple[ClusteredRegression, NDArray[np.float64]]:
        """Independent contrasts, and the coefficients of all contrasts in them, shape (q, rank)."""
        u, singular, vt = np.linalg.svd(self.loading, full_matrices=False)
        kept = singular > singular.max() * 1e-9
        regression = replace(self, loading=vt[kept], is_estimable=np.ones(kept.sum(), dtype=bool))
        return regression, u[:, kept] * singular[kept]

    @cached_property
    def _length(self) -> NDArray[np.float64]:
        """Squared length of each cluster's adjusted weights, shape (q, c)."""
        return self.sum_by_cluster(self._adjusted.T**2).T

    @cached_property
    def _total(self) -> NDArray[np.float64]:
        """Adjusted weights of each cluster in the basis, shape (q, c, r)."""
        return np.reshape(self._scores @ self.basis, (len(self.loading), self.n_clusters, -1))

    @cached_property
    def _adjusted(self) -> NDArray[np.float64]:
        """Weights times the inverse root of each cluster's block of I − H, shape (q, m)."""
        return adjusted_weights(self.weight, self.basis, self.clusters)

    @cached_property
    def _membership(self) -> csc_array:
        return self._scoring(np.ones((1, len(self.clusters))))

    @cached_property
    def _scores(self) -> csc_array:
        return self._scoring(self._adjusted)

    def _scoring(self, weight: NDArray[np.float64]) -> csc_array:
        """Return the matrix from residuals to scores by contrast and cluster, shape (qc, m)."""
        q, m = weight.shape
        rows = np.arange(q) * self.n_clusters + self.clusters[:, None]
        entries = weight.T.ravel(), rows.ravel(), np.arange(m + 1) * q
        return csc_array(entries, shape=(q * self.n_clusters, m))

    def _estimable(self, values: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.where(self.is_estimable, values, np.nan)


def clustered_regression(
    design: ArrayLike, n_obs: ArrayLike, clusters: ArrayLike, contrasts: ArrayLike
) -> ClusteredRegression:
    """Prepare contrasts of a regression on cells of rows with the same design and cluster.

    Parameters
    ----------
    design : array_like, shape (m, p)
        Columns of the model for each cell. They may be linearly dependent.
    n_obs : array_like, shape (m,)
        Number of rows in each cell, at least 1; or its precision under a working model.
    clusters : array_like, shape (m,)
        Cluster of each cell.
    contrasts : array_like, shape (q, p)
    """
    root_n = np.sqrt(np.asarray(n_obs, dtype=float))
    contrasts = np.asarray(contrasts, dtype=float)
    u, singular, vt = np.linalg.svd(
        np.asarray(design, dtype=float) * root_n[:, None], full_matrices=False
    )
    kept = singular > singular.max() * 1e-9
    u, singular, vt = u[:, kept], singular[kept], vt[kept]
    projected = contrasts @ vt.T
    outside = np.linalg.norm(contrasts - projected @ vt, axis=1)
    return ClusteredRegression(
        root_n=root_n,
        basis=u,
        loading=projected / singular,
        is_estimable=outside <= 1e-6 * np.maximum(np.linalg.norm(contrasts, axis=1), 1e-300),
        clusters=np.unique(np.asarray(clusters), return_inverse=True)[1],
    )


def _sum_squares(score: NDArray[np.float64], q: int) -> NDArray[np.float64]:
    """Return the sum of squared scores over clusters, shape (qc, s) to (q, s)."""
    return np.asarray((score**2).reshape(q, -1, score.shape[1]).sum(axis=1))
