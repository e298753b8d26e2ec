"""Thin plate regression splines of one covariate (Wood 2003).

A thin plate spline over ``m`` distinct values has ``m`` radial coefficients.  Wood (2003) keeps
the ``k`` largest eigenvectors of the radial matrix, which is the best rank-``k`` approximation
in the sense of the worst change of the fitted spline and its penalty.
"""

from dataclasses import dataclass

import numpy as np
from scipy.sparse.linalg import LinearOperator, eigsh

# Below this many values a dense eigendecomposition is quicker than Lanczos iterations.
_DENSE_LIMIT = 120


@dataclass(frozen=True)
class ThinPlateBasis:
    """A rank-k thin plate basis: ``k - 2`` wiggly functions, then 1 and x."""

    #: (m,): Distinct covariate values, moved by `centre` and divided by `half_range`.
    knots: np.ndarray
    #: (m, k - 2): ``U_k Z_k``: coefficients of the radial functions for each wiggly function.
    radial: np.ndarray
    penalty: np.ndarray  # (k, k): ``Z_k' D_k Z_k`` bordered by zeros for 1 and x.
    centre: float  # The map from the covariate to the scale of the knots.
    half_range: float
    values: np.ndarray  # (m,): The distinct values themselves.
    #: (m, k): The basis at `values`, where ``E U_k = U_k D_k`` saves the radial matrix.
    at_knots: np.ndarray

    def evaluate(self, x: np.ndarray) -> np.ndarray:
        """Basis functions at `x`; shape (len(x), k)."""
        if x is self.values:
            return self.at_knots
        u = (np.asarray(x, dtype=float) - self.centre) / self.half_range
        eta = np.abs(u[:, None] - self.knots) ** 3 / 12.0
        return np.column_stack([eta @ self.radial, np.ones_like(u), u])

    def derivative(self, x: np.ndarray) -> np.ndarray:
        """First derivatives with respect to the covariate at `x`; shape (len(x), k)."""
        u = (np.asarray(x, dtype=float) - self.centre) / self.half_range
        r = u[:, None] - self.knots
        slope = (np.sign(r) * r**2 / 4.0) @ self.radial
        return np.column_stack([slope, np.zeros_like(u), np.ones_like(u)]) / self.half_range


def thin_plate_basis(values: np.ndarray, k: int, centre: float) -> ThinPlateBasis:
    """Build the truncated eigen basis of Wood (2003).

    Notes
    -----
    With ``E_ij = |x_i - x_j|^3 / 12`` (the radial function of a cubic spline, penalty the
    integral of the squared second derivative) and ``T = [1, x]``, the spline is
    ``E delta + T alpha`` subject to ``T' delta = 0``.  Truncation sets ``delta = U_k delta_k``;
    the constraint ``T' U_k delta_k = 0`` is absorbed by the null basis ``Z_k``.
    """
    half_range = 0.5 * (values[-1] - values[0])
    u = (values - centre) / half_range
    eigenvalues, U = _leading_eigenpairs(u, k)
    T = np.column_stack([np.ones_like(u), u])
    q, _ = np.linalg.qr(U.T @ T, mode="complete")
    Z = q[:, 2:]
    penalty = np.zeros((k, k))
    penalty[: k - 2, : k - 2] = Z.T @ (eigenvalues[:, None] * Z)
    at_knots = np.column_stack([U @ (eigenvalues[:, None] * Z), T])
    return ThinPlateBasis(u, U @ Z, penalty, centre, half_range, values, at_knots)


def _leading_eigenpairs(u: np.ndarray, k: int) -> tuple[np.ndarray, np.ndarray]:
    """Find the `k` eigenpairs of the radial matrix of largest magnitude, largest first."""
    m = u.size
    if m <= _DENSE_LIMIT:
        values, vectors = np.linalg.eigh(np.abs(u[:, None] - u) ** 3 / 12.0)
    else:
        powers = np.vstack([np.ones(m), u, u * u, u * u * u])
        operator = LinearOperator((m, m), matvec=lambda v: _radial_product(powers, v), dtype=float)
        # A fixed start vector keeps two fits of the same data identical.
        start = np.cos(np.arange(m) * 0.7) + 0.5
        values, vectors = eigsh(operator, k=k, which="LM", v0=start, tol=0)
    order = np.argsort(-np.abs(values), kind="stable")[:k]
    return values[order], vectors[:, order]


def _radial_product(powers: np.ndarray, v: np.ndarray) -> np.ndarray:
    """``E v`` in O(m): on sorted values the cubes expand into running power sums.

    `powers` holds 1, u, u^2, u^3 as rows; shape (4, m).
    """
    below = np.cumsum(powers * np.ravel(v), axis=1)
    # sum_{j <= i} - sum_{j > i} of each power sum, as |r|^3 changes sign at i.
    signed = 2.0 * below - below[:, -1:]
    cubes = powers[3] * signed[0] - signed[3]
    return (cubes + 3.0 * (powers[1] * signed[2] - powers[2] * signed[1])) / 12.0
