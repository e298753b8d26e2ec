"""Cubic regression splines: natural cubic splines by their values at knots (Wood 2017, 5.3.1)."""

from dataclasses import dataclass

import numpy as np
from scipy.interpolate import CubicSpline


@dataclass(frozen=True)
class CubicRegressionBasis:
    """The natural cubic splines that are 1 at one knot and 0 at the others."""

    knots: np.ndarray  # (k,)
    penalty: np.ndarray  # (k, k): Integral of the products of second derivatives.

    def evaluate(self, x: np.ndarray) -> np.ndarray:
        """Basis functions at `x`, straight beyond the knots; shape (len(x), k)."""
        x = np.asarray(x, dtype=float)
        inside = np.clip(x, self.knots[0], self.knots[-1])
        spline = self._spline()
        values: np.ndarray = spline(inside) + (x - inside)[:, None] * spline(inside, 1)
        return values

    def derivative(self, x: np.ndarray) -> np.ndarray:
        """First derivatives at `x`; shape (len(x), k)."""
        inside = np.clip(np.asarray(x, dtype=float), self.knots[0], self.knots[-1])
        values: np.ndarray = self._spline()(inside, 1)
        return values

    def _spline(self) -> CubicSpline:
        return CubicSpline(self.knots, np.eye(self.knots.size), bc_type="natural")


def cubic_regression_basis(values: np.ndarray, k: int) -> CubicRegressionBasis:
    """Build a cubic regression spline with knots evenly spread through the distinct values.

    Notes
    -----
    A second derivative is linear between knots, so with ``g_i`` those of the basis functions at
    knot i and ``h_i`` the distances, the integral of their products is the sum over intervals of
    ``h_i / 6 (2 g_i g_i' + g_i g_{i+1}' + g_{i+1} g_i' + 2 g_{i+1} g_{i+1}')``.
    """
    knots = np.interp(np.linspace(0.0, values.size - 1.0, k), np.arange(values.size), values)
    curvature = CubicSpline(knots, np.eye(k), bc_type="natural")(knots, 2)
    left, right = curvature[:-1], curvature[1:]
    thirds = (np.diff(knots) / 3.0)[:, None]
    cross = left.T @ (0.5 * thirds * right)
    penalty = left.T @ (thirds * left) + right.T @ (thirds * right) + cross + cross.T
    return CubicRegressionBasis(knots, penalty)
