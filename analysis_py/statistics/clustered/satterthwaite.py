r"""Satterthwaite's degrees of freedom of CR2 variances.

Two moments of a variance give them, and these are traces. Under rows of covariance
:math:`\sigma^2 I + \rho Z Z'`, Z telling the clusters, they are those of
:math:`\sigma^2 A + \rho B` with :math:`A = G'G` and :math:`B = G'ZZ'G`. A column of G is what
I − H makes of the adjusted weights of one cluster; both matrices are a diagonal and a few columns.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]

#: For each contrast the matrix diag(d) + U K U', as d (q, c), U (q, c, a) and K (a, a).
_Spiked = tuple[Array, Array, Array]


def df_independent(length: Array, total: Array) -> Array:
    """Return degrees of freedom under independent rows, shape (q,).

    Parameters
    ----------
    length : ndarray, shape (q, c)
        Squared length of each cluster's adjusted weights.
    total : ndarray, shape (q, c, r)
        These weights in the basis of the design.
    """
    overlap = (total**2).sum(axis=2)
    inner = total.transpose(0, 2, 1) @ total
    trace_square = (length**2).sum(axis=1) - 2 * (length * overlap).sum(axis=1)
    trace_square += (inner**2).sum(axis=(1, 2))
    return _whole_where_balanced(ratio_of((length - overlap).sum(axis=1) ** 2, trace_square))


def df_alike(
    length: Array, total: Array, of_rows: Array, through: Array, ratio: ArrayLike
) -> Array:
    """Return degrees of freedom under rows of one cluster that are alike, shape (q, s).

    Parameters
    ----------
    length, total
        As for :func:`df_independent`.
    of_rows : ndarray, shape (q, c)
        Sum of each cluster's adjusted weights over its rows.
    through : ndarray, shape (c, r)
        Sum of the basis over the rows of each cluster.
    ratio : array_like, shape (s,)
        Covariance of two rows of a cluster in units of the variance left over.
    """
    nothing, one = np.zeros((total.shape[2],) * 2), np.eye(total.shape[2])
    independent = length, total, -one
    alike = (
        of_rows**2,
        np.concatenate([of_rows[:, :, None] * through, total], axis=2),
        np.block([[nothing, -one], [-one, through.T @ through]]),
    )
    a, b = (_trace(of)[:, None] for of in (independent, alike))
    aa, ab, bb = (
        _trace_of_product(*both)[:, None]
        for both in ((independent, independent), (independent, alike), (alike, alike))
    )
    # shares of the two parts, of which either may be nothing
    share = 1 - 1 / (1 + np.asarray(ratio, dtype=float))
    apart = 1 - share
    with np.errstate(invalid="ignore", divide="ignore"):
        trace_square = apart**2 * aa + 2 * apart * share * ab + share**2 * bb
        return _whole_where_balanced((apart * a + share * b) ** 2 / trace_square)


def ratio_of(numerator: Array, denominator: Array) -> Array:
    """Return a ratio, NaN where the denominator is not positive."""
    ratio = np.full(np.shape(numerator), np.nan)
    np.divide(numerator, denominator, out=ratio, where=np.asarray(denominator) > 0)
    return ratio


def _whole_where_balanced(df: Array) -> Array:
    """Round degrees of freedom, which are whole on balanced designs, free of the last digits."""
    return np.round(df, 10)


def _trace(of: _Spiked) -> Array:
    d, u, k = of
    return d.sum(axis=1) + ((u @ k) * u).sum(axis=(1, 2))


def _trace_of_product(one: _Spiked, other: _Spiked) -> Array:
    (d1, u1, k1), (d2, u2, k2) = one, other
    crossed = u1.transpose(0, 2, 1) @ u2
    both = ((k1 @ crossed @ k2) * crossed).sum(axis=(1, 2))
    d1_u2 = (d1 * ((u2 @ k2) * u2).sum(axis=2)).sum(axis=1)
    d2_u1 = (d2 * ((u1 @ k1) * u1).sum(axis=2)).sum(axis=1)
    return np.asarray((d1 * d2).sum(axis=1) + d1_u2 + d2_u1 + both)
