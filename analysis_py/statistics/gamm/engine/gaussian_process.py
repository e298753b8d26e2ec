"""Low-rank Gaussian process smooths of one covariate (Kammann and Wand 2003)."""

from dataclasses import dataclass

import numpy as np
from scipy.sparse.linalg import LinearOperator, eigsh

# Below this many values a dense eigendecomposition is quicker than Lanczos iterations.
_DENSE_LIMIT = 120


@dataclass(frozen=True)
class GaussianProcessBasis:
    """The leading eigenvectors of a Matérn covariance, then 1 and x."""

    values: np.ndarray  # (m,): Distinct covariate values.
    #: (m, k - 2): Coefficients of the covariance functions about `values` for each basis function.
    vectors: np.ndarray
    penalty: np.ndarray  # (k, k): The eigenvalues on the diagonal, and zeros for 1 and x.
    centre: float  # Origin of the linear function.

    def evaluate(self, x: np.ndarray) -> np.ndarray:
        """Basis functions at `x`; shape (len(x), k)."""
        x = np.asarray(x, dtype=float)
        if np.array_equal(x, self.values):
            # E U_k = U_k D_k saves the matrix of covariances.
            functions = self.vectors * np.diag(self.penalty)[:-2]
        else:
            r = np.abs(x[:, None] - self.values) / np.ptp(self.values)
            functions = ((1.0 + r) * np.exp(-r)) @ self.vectors
        return np.column_stack([functions, np.ones_like(x), x - self.centre])

    def derivative(self, x: np.ndarray) -> np.ndarray:
        """First derivatives at `x`; shape (len(x), k)."""
        x = np.asarray(x, dtype=float)
        scale = np.ptp(self.values)
        r = (x[:, None] - self.values) / scale
        slopes = (-r * np.exp(-np.abs(r))) @ self.vectors / scale
        return np.column_stack([slopes, np.zeros_like(x), np.ones_like(x)])


def gaussian_process_basis(values: np.ndarray, k: int, centre: float) -> GaussianProcessBasis:
    """Build the rank-k basis of a Gaussian process with a straight line as its mean.

    Notes
    -----
    The covariance at distance r is ``(1 + r / R) exp(-r / R)``, Matérn with smoothness 3/2, whose
    range R is the largest distance (Kammann and Wand 2003). With ``E = U D U'`` over the values the
    process is ``E U_k beta`` and its penalty ``beta' D_k beta``.
    """
    u = (values - values[0]) / np.ptp(values)
    if values.size <= _DENSE_LIMIT:
        r = np.abs(u[:, None] - u)
        eigenvalues, vectors = np.linalg.eigh((1.0 + r) * np.exp(-r))
    else:
        operator = LinearOperator((u.size, u.size), matvec=lambda v: _product(u, v), dtype=float)
        # A fixed start vector keeps two fits of the same data identical.
        start = np.cos(np.arange(u.size) * 0.7) + 0.5
        eigenvalues, vectors = eigsh(operator, k=k - 2, which="LM", v0=start, tol=0)
    order = np.argsort(-np.abs(eigenvalues), kind="stable")[: k - 2]
    penalty = np.diag(np.append(eigenvalues[order], [0.0, 0.0]))
    return GaussianProcessBasis(values, vectors[:, order], penalty, centre)


def _product(u: np.ndarray, v: np.ndarray) -> np.ndarray:
    """``E v`` in O(m): on sorted values within [0, 1] the covariance falls into running sums."""
    v = np.ravel(v)
    up, down = np.exp(u) * v, np.exp(-u) * v
    below, below_u = np.cumsum(up), np.cumsum(u * up)
    above, above_u = down.sum() - np.cumsum(down), (u * down).sum() - np.cumsum(u * down)
    left = np.exp(-u) * ((1.0 + u) * below - below_u)
    right = np.exp(u) * ((1.0 - u) * above + above_u)
    return np.asarray(left + right)
