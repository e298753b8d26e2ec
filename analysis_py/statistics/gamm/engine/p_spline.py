"""P-splines: equally spaced cubic B-splines with a difference penalty (Eilers & Marx 1996)."""

from dataclasses import dataclass

import numpy as np
from scipy.interpolate import BSpline

_DEGREE = 3
_PENALTY_ORDER = 2


@dataclass(frozen=True)
class PSplineBasis:
    """Cubic B-splines on equal knots; second differences of coefficients are penalised."""

    knots: np.ndarray  # (k + 4,): The full knot sequence.
    penalty: np.ndarray  # (k, k): ``D' D`` with ``D`` the second-difference matrix.

    def evaluate(self, x: np.ndarray) -> np.ndarray:
        """Basis functions at `x`; shape (len(x), k)."""
        return self._spline()(np.asarray(x, dtype=float))

    def derivative(self, x: np.ndarray) -> np.ndarray:
        """First derivatives at `x`; shape (len(x), k)."""
        return self._spline().derivative()(np.asarray(x, dtype=float))

    def _spline(self) -> BSpline:
        return BSpline(self.knots, np.eye(self.penalty.shape[0]), _DEGREE)


def p_spline_basis(values: np.ndarray, k: int) -> PSplineBasis:
    """Build a P-spline basis of dimension `k` over the range of `values`."""
    low, high = float(values[0]), float(values[-1])
    # A little room at both ends keeps the extreme values strictly inside the domain.
    margin = 0.001 * (high - low)
    low, high = low - margin, high + margin
    step = (high - low) / (k - _DEGREE)
    knots = low + step * np.arange(-_DEGREE, k + 1)
    difference = np.diff(np.eye(k), n=_PENALTY_ORDER, axis=0)
    return PSplineBasis(knots, difference.T @ difference)
