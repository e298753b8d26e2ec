r"""Contrasts of a least-squares regression whose rows are clustered, and their standard errors.

Every comparison of clustered rows is such a regression: a difference of level means has a column
per level, a slope a constant and a line, a comparison within bases one column of ones over the
differences of the bases. Rows that agree in the design and the cluster form a cell, and multiplying
a cell by the root of its size is an orthonormal change of basis of its rows, under which I − H
keeps its block form. So counts and means of cells give the errors of the rows.

CR2 (Bell and McCaffrey 2002, Survey Methodology 28, 169-181) scales the residuals of each cluster
by the inverse square root of its block of I − H, which makes the variance unbiased where rows are
in truth independent. Pustejovsky and Tipton (2018, Journal of Business and Economic Statistics 36,
672-683) define it where that root does not exist, and give the Satterthwaite degrees of freedom of
a contrast. Imbens and Kolesár (2016, Review of Economics and Statistics 98, 701-712) take these
under rows of one cluster that are alike. (statsmodels' clustered covariance has neither the scaling
nor the degrees of freedom.)
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.sparse import csr_array

#: An eigenvalue of I − H this small is 0: the cluster alone determines a coefficient.
_ZERO = 1e-10
#: A variance below this share of what the responses themselves would make of it is rounding.
_ROUNDING = 1e-26
#: Below this share of its squares outside the covariates, they determine a variable.
_DETERMINED = 1e-10


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


@dataclass(frozen=True)
class ClusteredRegression:
    """A regression on m cells in c clusters, and q contrasts of its coefficients.

    What depends on the design alone is worked out once and serves every response.

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
        # a design that fits all cells leaves no variance but what is rounded
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

    def cr0_variance(self, residual: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the sandwich variances without any correction, shape (q, s)."""
        return self._sandwich(self.weight, residual)

    def cr2_variance(self, residual: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return Bell and McCaffrey's variances, shape (q, s)."""
        return self._sandwich(self._adjusted, residual)

    @cached_property
    def df(self) -> NDArray[np.float64]:
        """Satterthwaite's degrees of freedom of CR2 under independent rows, shape (q,)."""
        length, total = self._length, self._total
        overlap = (total**2).sum(axis=2)
        inner = total.transpose(0, 2, 1) @ total
        trace_square = (length**2).sum(axis=1) - 2 * (length * overlap).sum(axis=1)
        trace_square += (inner**2).sum(axis=(1, 2))
        return _whole_where_balanced(ratio_of((length - overlap).sum(axis=1) ** 2, trace_square))

    def df_alike(self, ratio: ArrayLike) -> NDArray[np.float64]:
        """Return degrees of freedom of CR2 under rows of one cluster that are alike, shape (q, s).

        Parameters
        ----------
        ratio : array_like, shape (s,)
            Covariance of two rows of a cluster in units of the variance left over.
        """
        a, b, aa, ab, bb = self.traces.T[:, :, None]
        # shares of the two parts, of which either may be nothing
        alike = 1 - 1 / (1 + np.asarray(ratio, dtype=float))
        apart = 1 - alike
        with np.errstate(invalid="ignore", divide="ignore"):
            trace_square = apart**2 * aa + 2 * apart * alike * ab + alike**2 * bb
            return _whole_where_balanced((apart * a + alike * b) ** 2 / trace_square)

    @cached_property
    def traces(self) -> NDArray[np.float64]:
        r"""Traces of A, B, AA, AB and BB with A = G'G and B = G'ZZ'G, shape (q, 5).

        A column of G is what I − H makes of the adjusted weights of one cluster, and Z tells the
        clusters: under rows of covariance :math:`\sigma^2 I + \rho Z Z'` the variance has the
        moments of :math:`\sigma^2 A + \rho B`. Both are a diagonal and a few columns.
        """
        total, r = self._total, self.basis.shape[1]
        through = self.sum_by_cluster(self.root_n[:, None] * self.basis)
        q = self.sum_by_cluster((self._adjusted * self.root_n).T).T
        nothing, one = np.zeros((r, r)), np.eye(r)
        apart = self._length, total, -one
        alike = (
            q**2,
            np.concatenate([q[:, :, None] * through, total], axis=2),
            np.block([[nothing, -one], [-one, through.T @ through]]),
        )
        return np.stack(
            [
                _trace(apart),
                _trace(alike),
                _trace_of_product(apart, apart),
                _trace_of_product(apart, alike),
                _trace_of_product(alike, alike),
            ],
            axis=1,
        )

    @cached_property
    def _length(self) -> NDArray[np.float64]:
        """Squared length of each cluster's adjusted weights, shape (q, c)."""
        return self.sum_by_cluster(self._adjusted.T**2).T

    @cached_property
    def _total(self) -> NDArray[np.float64]:
        """Adjusted weights of each cluster in the basis, shape (q, c, r)."""
        return np.stack([self.sum_by_cluster(row[:, None] * self.basis) for row in self._adjusted])

    @cached_property
    def _adjusted(self) -> NDArray[np.float64]:
        """Weights times the inverse root of each cluster's block of I − H, shape (q, m)."""
        adjusted = np.empty_like(self.weight)
        for cells in self._groups:
            u, weight = self.basis[cells], np.moveaxis(self.weight[:, cells], 0, -1)
            if cells.shape[1] == 1:  # a cluster of one cell needs no matrix
                root = _inverse_roots(1 - (u**2).sum(axis=2))[:, :, None]
                adjusted[:, cells] = np.moveaxis(root * weight, -1, 0)
                continue
            values, vectors = np.linalg.eigh(np.eye(cells.shape[1]) - u @ u.transpose(0, 2, 1))
            rotated = _inverse_roots(values)[:, :, None] * (vectors.transpose(0, 2, 1) @ weight)
            adjusted[:, cells] = np.moveaxis(vectors @ rotated, -1, 0)
        return adjusted

    @cached_property
    def _groups(self) -> list[NDArray[np.int64]]:
        """Cells of the clusters of as many cells each, shape (clusters, cells)."""
        order = np.argsort(self.clusters, kind="stable")
        n_cells = np.bincount(self.clusters)
        starts = np.cumsum(n_cells) - n_cells
        return [order[starts[n_cells == n][:, None] + np.arange(n)] for n in np.unique(n_cells)]

    @cached_property
    def _membership(self) -> csr_array:
        m = len(self.clusters)
        return csr_array((np.ones(m), (self.clusters, np.arange(m))), shape=(self.n_clusters, m))

    def _sandwich(
        self, weight: NDArray[np.float64], residual: NDArray[np.float64]
    ) -> NDArray[np.float64]:
        variance = np.zeros((len(weight), residual.shape[1]))
        for cells in self._groups:
            if cells.shape[1] == 1:
                variance += weight[:, cells[:, 0]] ** 2 @ residual[cells[:, 0]] ** 2
            else:
                score = weight[:, cells].transpose(1, 0, 2) @ residual[cells]
                variance += np.einsum("cqs,cqs->qs", score, score)
        return variance

    def _estimable(self, values: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.where(self.is_estimable, values, np.nan)


def clustered_regression(
    design: ArrayLike, n_obs: ArrayLike, clusters: ArrayLike, contrasts: ArrayLike
) -> ClusteredRegression:
    """Prepare contrasts of a regression on cells of rows with one design and one cluster.

    Parameters
    ----------
    design : array_like, shape (m, p)
        Columns of the model for each cell. They may depend on each other.
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
    mean, sum_squares
        As for :meth:`ClusteredRegression.contrasts`.
    """
    return clustered_regression(design, n_obs, clusters, contrasts).contrasts(mean, sum_squares)


def level_regression(n_obs: ArrayLike, pairs: ArrayLike) -> ClusteredRegression:
    """Prepare differences of level means, whose design is a column per level.

    Parameters
    ----------
    n_obs : array_like, shape (c, k)
        Number of rows in each cluster and level, or their precision; no level is empty. The cells
        are those of ``np.nonzero(n_obs)``.
    pairs : array_like of int, shape (q, 2)
        Levels a and b; the contrast is the mean of a minus the mean of b.
    """
    n = np.asarray(n_obs, dtype=float)
    cluster, level = np.nonzero(n)
    size, n_level = n[cluster, level], n.sum(axis=0)
    # columns of indicators are orthogonal, and need no decomposition
    basis = np.zeros((len(level), n.shape[1]))
    basis[np.arange(len(level)), level] = np.sqrt(size / n_level[level])
    loading = level_contrasts(pairs, n.shape[1]) / np.sqrt(n_level)
    is_estimable = np.ones(len(loading), dtype=bool)
    of_cluster = np.unique(cluster, return_inverse=True)[1]
    return ClusteredRegression(np.sqrt(size), basis, loading, is_estimable, of_cluster)


def level_contrasts(pairs: ArrayLike, n_levels: int) -> NDArray[np.float64]:
    """Return the contrasts of the first level of each pair minus the second; shape (q, k)."""
    a, b = np.asarray(pairs).T
    return np.eye(n_levels)[a] - np.eye(n_levels)[b]


def coefficient_regression(
    variable: ArrayLike, covariates: ArrayLike, n_obs: ArrayLike, clusters: ArrayLike
) -> ClusteredRegression | None:
    """Prepare the coefficient of one variable, or return None where the covariates determine it.

    Parameters
    ----------
    variable : array_like, shape (m,)
    covariates : array_like, shape (m, k)
        With a constant. They may depend on each other.
    n_obs, clusters : array_like, shape (m,)
        As for :func:`clustered_regression`.
    """
    x = np.asarray(variable, dtype=float)
    design = np.column_stack([x, covariates])
    contrast = np.eye(1, design.shape[1])
    regression = clustered_regression(design, n_obs, clusters, contrast)
    # the part of the variable outside the covariates (Frisch and Waugh 1933) has these squares
    outside = 1 / float((regression.loading**2).sum())
    squares = float(((x * regression.root_n) ** 2).sum())
    is_told = bool(regression.is_estimable[0]) and outside > _DETERMINED * squares
    return regression if is_told else None


def null_residual(regression: ClusteredRegression, fit: Fit) -> NDArray[np.float64]:
    """Return the scaled residuals of the model in which the one contrast is 0, shape (m, s)."""
    (weight,) = regression.weight
    return fit.residual + (weight / (weight @ weight))[:, None] * fit.estimate


def hc2_errors(
    regression: ClusteredRegression,
    residual: NDArray[np.float64],
    sum_squares: NDArray[np.float64],
) -> tuple[NDArray[np.float64], float]:
    """Return HC2 variances of the one contrast, shape (s,), and its degrees of freedom.

    MacKinnon and White (1985, Journal of Econometrics 29, 305-325); degrees of freedom after Bell
    and McCaffrey (2002). It is the cluster-robust variance with every row a cluster of its own.
    For two groups the standard error is Welch's. ``sum_squares``, shape (m, s), is that of the rows
    of each cell about their mean.
    """
    (weight,) = regression.weight
    basis, n = regression.basis, regression.root_n**2
    leverage = (basis**2).sum(axis=1) / n
    squared = weight**2 / n * _inverse_roots(1 - leverage) ** 2
    trace = (squared * (1 - leverage) * n).sum()
    inner = (basis * squared[:, None]).T @ basis
    trace_square = (n * squared**2 * (1 - 2 * leverage)).sum() + (inner**2).sum()
    df = float(ratio_of(trace**2, trace_square))
    return squared @ (sum_squares + residual**2), df


def _whole_where_balanced(df: NDArray[np.float64]) -> NDArray[np.float64]:
    """Round degrees of freedom, which are whole on balanced designs, free of the last digits."""
    return np.round(df, 10)


def ratio_of(
    numerator: NDArray[np.float64], denominator: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return a ratio, NaN where the denominator is not positive."""
    ratio = np.full(np.shape(numerator), np.nan)
    np.divide(numerator, denominator, out=ratio, where=np.asarray(denominator) > 0)
    return ratio


def _inverse_roots(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return inverse roots, 0 of what is 0 (Moore and Penrose's)."""
    powers = np.zeros_like(values)
    np.divide(1, np.sqrt(np.abs(values)), out=powers, where=values > _ZERO)
    return powers


#: For each contrast the matrix diag(d) + U K U', as d (q, c), U (q, c, a) and K (a, a).
_Spiked = tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]


def _trace(of: _Spiked) -> NDArray[np.float64]:
    d, u, k = of
    return d.sum(axis=1) + ((u @ k) * u).sum(axis=(1, 2))


def _trace_of_product(one: _Spiked, other: _Spiked) -> NDArray[np.float64]:
    (d1, u1, k1), (d2, u2, k2) = one, other
    crossed = u1.transpose(0, 2, 1) @ u2
    both = ((k1 @ crossed @ k2) * crossed).sum(axis=(1, 2))
    d1_u2 = (d1 * ((u2 @ k2) * u2).sum(axis=2)).sum(axis=1)
    d2_u1 = (d2 * ((u1 @ k1) * u1).sum(axis=2)).sum(axis=1)
    return np.asarray((d1 * d2).sum(axis=1) + d1_u2 + d2_u1 + both)
