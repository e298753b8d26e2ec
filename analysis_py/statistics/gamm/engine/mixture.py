"""Tail of a weighted sum of chi-square variables, accurate to its relative digits.

The tests of Wood (2013a, 2013b) compare a quadratic form with ``Q = sum_i w_i X_i``, where the
``X_i`` are independent chi-square variables.  Imhof (1961) and Davies (1980) invert the
characteristic function along the imaginary axis, which has a fixed *absolute* error and so loses
every digit of a small p-value.  Here the same inversion integral is taken along a contour through
the saddle point of Kuonen (1999), where the integrand is largest and does not oscillate: the
result is exact up to quadrature and keeps its relative accuracy at 1e-300.
"""

import numpy as np
from numpy.typing import ArrayLike
from scipy.optimize import brentq

_RELATIVE_TOLERANCE = 1e-10
_MAX_DOUBLINGS = 14
# Rounding of a logarithm of p, relative to it: with millions of degrees of freedom it is in the
# millions. Once so close, a step that moves more than half as far as the one before has met it, and
# finer grids only cost.
_ROUNDING = 1e-12
_SMALL_LOG = 1000.0


def log_mixture_sf(q: float, weights: ArrayLike, df: ArrayLike | None = None) -> float:
    r"""Natural logarithm of ``P(sum_i w_i X_i > q)`` for ``X_i ~ chi2(df_i)``.

    Notes
    -----
    With ``K(s) = -1/2 sum df_i log(1 - 2 w_i s)`` the tail is
    ``(1 / 2 pi i) int exp(K(s) - q s) / s ds`` over any contour that crosses the real axis once
    between 0 and ``s_max = 1 / (2 max w)`` (Daniels 1954; Kuonen 1999).  ``K(s) - q s - log s``
    is convex there, so its minimum is the saddle point.  The contour
    ``s = c + i t + b t^2`` bends around the branch cut, and ``t = T sinh(u)`` turns the
    algebraic decay for few degrees of freedom into an exponential one, for which the trapezoid
    rule converges geometrically.
    """
    w = np.atleast_1d(np.asarray(weights, dtype=float))
    h = np.ones_like(w) if df is None else np.atleast_1d(np.asarray(df, dtype=float))
    keep = (w != 0.0) & (h > 0.0)
    w, h = w[keep], h[keep]
    if not np.all(np.isfinite(w)) or not np.isfinite(q):
        return np.nan
    if w.size == 0 or w.max() <= 0.0:
        if w.size == 0 or q >= 0.0:
            return 0.0 if q < 0.0 else -np.inf
        # Only negative weights: P(Q > q) = 1 - P(-Q > -q).
        return float(np.log1p(-np.exp(log_mixture_sf(-q, -w, h))))
    if w.min() > 0.0 and q <= 0.0:
        return 0.0

    # Work in units of the largest weight.
    scale = w.max()
    w, q = w / scale, q / scale
    s_max = 0.5

    def slope(s: float) -> float:
        return float(np.sum(h * w / (1.0 - 2.0 * w * s)) - q - 1.0 / s)

    c = brentq(slope, 1e-300, s_max * (1.0 - 1e-15), xtol=1e-300, rtol=1e-12, maxiter=1000)
    g = 1.0 - 2.0 * w * c
    curvature = float(np.sum(2.0 * h * (w / g) ** 2) + 1.0 / c**2)
    skew = float(np.sum(8.0 * h * (w / g) ** 3) - 2.0 / c**3)
    width = 1.0 / np.sqrt(curvature)
    # Steepest descent bends by skew / (6 curvature).  A bend beyond 1 / (1 - 2 c) would run into
    # the branch point, where the integrand grows again.
    bend = min(max(skew / (6.0 * curvature), 0.05 / width), 0.9 / (1.0 - 2.0 * c))
    # log1p, since a million degrees of freedom multiply weights of a millionth
    peak = float(-0.5 * np.sum(h * np.log1p(-2.0 * w * c)) - q * c - np.log(c))

    def integrand(u: np.ndarray) -> np.ndarray:
        t = width * np.sinh(u)
        s = c + 1j * t + bend * t * t
        log_f = -0.5 * (_log1p(-2.0 * np.multiply.outer(s, w)) @ h) - q * s - np.log(s) - peak
        values = np.exp(log_f) * (1j + 2.0 * bend * t) * width * np.cosh(u)
        return np.where(np.isfinite(values), values, 0.0).imag

    step = 0.25
    grid = np.arange(0.0, 40.0, step)
    values = integrand(grid)
    # Beyond the last visible value the integrand only decays.
    visible = np.flatnonzero(np.abs(values) > 1e-18)
    upper = grid[min(visible[-1] + 1, grid.size - 1)] if visible.size else 1.0
    total = step * (values.sum() - 0.5 * values[0])
    moved = np.inf
    for _ in range(_MAX_DOUBLINGS):
        middle = np.arange(0.5 * step, upper + step, step)
        refined = 0.5 * total + 0.5 * step * integrand(middle).sum()
        step *= 0.5
        before, moved = moved, abs(refined - total)
        total = refined
        if moved <= _RELATIVE_TOLERANCE * abs(total):
            break
        if 0.5 * before < moved <= _ROUNDING * max(-peak, _SMALL_LOG) * abs(total):
            break
    return float(min(peak + np.log(max(total, 0.0) / np.pi + 1e-320), 0.0))


def _log1p(z: np.ndarray) -> np.ndarray:
    """Return the complex log(1 + z); numpy's own adds the 1 first and loses a small z."""
    x, y = z.real, z.imag
    return 0.5 * np.log1p(x * (2.0 + x) + y * y) + 1j * np.arctan2(y, 1.0 + x)


def log_mixture_ratio_sf(
    statistic: float, weights: ArrayLike, df: ArrayLike | None, residual_df: float
) -> float:
    """Logarithm of ``P(sum_i w_i X_i > statistic * chi2(residual_df) / residual_df)``.

    This is the null distribution of a quadratic form divided by an estimated scale, the F
    analogue used throughout Wood (2013a, 2013b) when the residual variance is not known.
    """
    w = np.atleast_1d(np.asarray(weights, dtype=float))
    h = np.ones_like(w) if df is None else np.atleast_1d(np.asarray(df, dtype=float))
    return log_mixture_sf(
        0.0,
        np.append(w, -statistic / residual_df),
        np.append(h, residual_df),
    )
