r"""Adjusted weights of CR2 variances and their Satterthwaite degrees of freedom.

CR2 (Bell and McCaffrey 2002, Survey Methodology 28, 169-181) scales the residuals of each cluster
by the inverse square root of its block of I − H, which makes the variance unbiased if rows are in
fact independent. Pustejovsky and Tipton (2018, Journal of Business and Economic Statistics 36,
672-683) define it if that root does not exist, and give the Satterthwaite degrees of freedom of
a contrast. Imbens and Kolesár (2016, Review of Economics and Statistics 98, 701-712) compute them
under rows that correlate within clusters. (statsmodels' clustered covariance has neither the
scaling nor the degrees of freedom.)

Two moments of a variance give degrees of freedom, and these are traces. Under rows of covariance
:math:`\sigma^2 I + \rho Z Z'`, with Z the indicators of clusters, they are those of
:math:`\sigma^2 A + \rho B` with :math:`A = G'G` and :math:`B = G'ZZ'G`. A column of G is the
product of I − H and the adjusted weights of one cluster.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]

#: An eigenvalue of I − H this small counts as 0: the cluster alone determines a coefficient.
_ZERO = 1e-10


def adjusted_weights(weight: Array, basis: Array, clusters: NDArray[np.int64]) -> Array:
    """Return weights times the inverse root of each cluster's block of I − H, shape (q, m)."""
    adjusted = np.empty_like(weight)
    order, n_cells = np.argsort(clusters, kind="stable"), np.bincount(clusters)
    starts = np.cumsum(n_cells) - n_cells
    for n in np.unique(n_cells):  # all clusters with the same number of cells at once
        cells = order[starts[n_cells == n][:, None] + np.arange(n)]
        u, weights = basis[cells], np.moveaxis(weight[:, cells], 0, -1)
        if n == 1:  # a cluster of one cell needs no decomposition
            weights = inverse_roots(1 - (u**2).sum(axis=2))[:, :, None] * weights
        elif n <= u.shape[2]:
            values, vectors = np.linalg.eigh(u @ u.transpose(0, 2, 1))
            weights = weights + _along(vectors, inverse_roots(1 - values) - 1, weights)
        else:  # with the dimensions of the basis, whatever the number of cells
            values, vectors = np.linalg.eigh(u.transpose(0, 2, 1) @ u)
            beyond = np.zeros_like(values)
            np.divide(inverse_roots(1 - values) - 1, values, out=beyond, where=values > _ZERO)
            weights = weights + _along(u @ vectors, beyond, weights)
        adjusted[:, cells] = np.moveaxis(weights, -1, 0)
    return adjusted


def _along(vectors: Array, values: Array, weight: Array) -> Array:
    """Return V diag(values) V' times the weights of each cluster."""
    return np.asarray(vectors @ (values[:, :, None] * (vectors.transpose(0, 2, 1) @ weight)))


def inverse_roots(values: Array) -> Array:
    """Return Moore-Penrose inverse roots: 0 for 0."""
    powers = np.zeros_like(values)
    np.divide(1, np.sqrt(np.abs(values)), out=powers, where=values > _ZERO)
    return powers


def df_independent(length: Array, total: Array) -> Array:
    """Return degrees of freedom under independent rows, shape (q,)."""
    overlap = (total**2).sum(axis=2)
    inner = total.transpose(0, 2, 1) @ total
    trace_square = (length**2).sum(axis=1) - 2 * (length * overlap).sum(axis=1)
    trace_square += (inner**2).sum(axis=(1, 2))
    return _whole_where_balanced(ratio_of((length - overlap).sum(axis=1) ** 2, trace_square))


def df_correlated(
    length: Array, total: Array, of_rows: Array, through: Array, ratio: ArrayLike
) -> Array:
    """Return degrees of freedom under correlated rows of a cluster, shape (q, s)."""
    # shares of the two parts; either may be zero
    share = 1 - 1 / (1 + np.asarray(ratio, dtype=float))
    shares = np.stack([1 - share, share])
    degrees = np.empty((len(length), len(share)))
    for df, d, t, rows in zip(degrees, length, total, of_rows, strict=True):
        left = np.diag(rows) - through @ t.T
        moments = np.stack([np.diag(d) - t @ t.T, left.T @ left])
        trace = np.trace(moments, axis1=1, axis2=2) @ shares
        products = np.einsum("icd,jcd->ij", moments, moments)
        df[:] = ratio_of(trace**2, np.einsum("is,ij,js->s", shares, products, shares))
    return _whole_where_balanced(degrees)


def ratio_of(numerator: Array, denominator: Array) -> Array:
    """Return a ratio, NaN if the denominator is not positive."""
    ratio = np.full(np.shape(numerator), np.nan)
    np.divide(numerator, denominator, out=ratio, where=np.asarray(denominator) > 0)
    return ratio


def _whole_where_balanced(df: Array) -> Array:
    """Round degrees of freedom that are whole up to rounding error, as on balanced designs."""
    return np.round(df, 10)
