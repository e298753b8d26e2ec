r"""Degrees of freedom of CR2 when rows of one cluster are alike (Imbens and Kolesár 2016).

Imbens and Kolesár (2016, Review of Economics and Statistics 98, 701-712) take the moments of the
CR2 variance under a working model with a random effect of the cluster, instead of independent
rows: with :math:`\hat\Omega = \hat\sigma^2 I + \hat\rho 1 1'` per cluster, the degrees of freedom
are :math:`\mathrm{tr}(G'\hat\Omega G)^2 / \mathrm{tr}((G'\hat\Omega G)^2)`. For a difference of
two level means both parts of :math:`G'\hat\Omega G` are a diagonal and a few columns, so five
numbers of the design give them for every ratio :math:`\hat\rho / \hat\sigma^2`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

_ZERO = 1e-10


@dataclass(frozen=True)
class _Spiked:
    """The symmetric matrix diag(d) + U K U'."""

    d: NDArray[np.float64]
    u: NDArray[np.float64]
    k: NDArray[np.float64]

    def trace(self) -> float:
        """Return the trace."""
        return float(self.d.sum() + np.trace(self.k @ (self.u.T @ self.u)))

    def trace_with(self, other: _Spiked) -> float:
        """Return the trace of the product with another one."""
        mine = np.einsum("ij,jk,ik->i", self.u, self.k, self.u)
        others = np.einsum("ij,jk,ik->i", other.u, other.k, other.u)
        between = self.u.T @ other.u
        return float(
            (self.d * other.d).sum()
            + (self.d * others).sum()
            + (other.d * mine).sum()
            + np.trace(self.k @ between @ other.k @ between.T)
        )


def covariance_ratio(
    n_obs: NDArray[np.float64], residual_sums: NDArray[np.float64], squares: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return the covariance of two rows of a cluster in units of the variance left over.

    Parameters
    ----------
    n_obs : ndarray, shape (c,)
        Rows of each cluster.
    residual_sums : ndarray, shape (c, s)
        Sums of least-squares residuals of each cluster, of s responses.
    squares : ndarray, shape (s,)
        Sums of squared residuals of all rows.

    Notes
    -----
    Imbens and Kolesár's moments. A covariance below 0 counts as none, and so does that of clusters
    of one row; where the covariance takes all of the variance the ratio is infinite.
    """
    n_pairs = (n_obs**2).sum() - n_obs.sum()
    if n_pairs <= 0:
        return np.zeros(len(squares))
    covariance = np.maximum(((residual_sums**2).sum(axis=0) - squares) / n_pairs, 0.0)
    left = squares / n_obs.sum() - covariance
    ratio = np.full(len(squares), np.inf)
    np.divide(covariance, left, out=ratio, where=left > 0)
    return ratio


def moments(n_obs: ArrayLike, pairs: ArrayLike) -> NDArray[np.float64]:
    """Return the five traces of each difference of level means; shape (q, 5).

    Parameters
    ----------
    n_obs : array_like, shape (c, k)
        Number of rows in each cluster and level.
    pairs : array_like of int, shape (q, 2)

    Notes
    -----
    With A = G'G and B = G'ZZ'G: tr A, tr B, tr AA, tr AB, tr BB. A column of G is what I − H makes
    of the adjusted weights of one cluster. In level j these are alike, say w for each of its n
    rows, and turn into w minus nw/N: the latter on the rows of every cluster of the level.
    """
    n = np.asarray(n_obs, dtype=float)
    n_level = n.sum(axis=0)
    share = n / n_level
    root = np.zeros_like(share)
    np.divide(1, np.sqrt(1 - share), out=root, where=1 - share > _ZERO)
    found = np.empty((len(np.asarray(pairs)), 5))
    for i, (a, b) in enumerate(np.asarray(pairs)):
        used = (n[:, a] > 0) | (n[:, b] > 0)
        of, sizes, signs = n[used][:, [a, b]], n_level[[a, b]], np.array([1.0, -1.0])
        weight = signs * root[used][:, [a, b]] / sizes
        total = of * weight
        shared = total / sizes
        independent = _Spiked((total * weight).sum(axis=1), shared, -np.diag(sizes))
        q = total.sum(axis=1)
        low_rank = np.column_stack([q[:, None] * of, shared])
        nothing, one = np.zeros((2, 2)), np.eye(2)
        k = np.block([[nothing, -one], [-one, of.T @ of]])
        alike = _Spiked(q**2, low_rank, k)
        found[i] = (
            independent.trace(),
            alike.trace(),
            independent.trace_with(independent),
            independent.trace_with(alike),
            alike.trace_with(alike),
        )
    return found


def degrees_of_freedom(
    of_design: NDArray[np.float64], ratio: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return the degrees of freedom of each difference at each ratio; shape (q, s).

    Parameters
    ----------
    of_design : ndarray, shape (q, 5)
        From :func:`moments`.
    ratio : ndarray, shape (s,)
        From :func:`covariance_ratio`.
    """
    a, b, aa, ab, bb = of_design.T[:, :, None]
    # shares of the two parts, of which either may be nothing
    alike = 1 - 1 / (1 + ratio)
    apart = 1 - alike
    with np.errstate(invalid="ignore", divide="ignore"):
        return (apart * a + alike * b) ** 2 / (
            apart**2 * aa + 2 * apart * alike * ab + alike**2 * bb
        )
