"""Sigmoid curves of a share over several predictors, fitted from many starts."""

from dataclasses import dataclass

import numpy as np
from scipy import optimize

from analysis_py.statistics.arrays import FloatArray

#: Bounds of the height of the curve.
HEIGHT = (0.8, 1.0)
#: Number of starts of a fit; a test shows that more do not improve it.
N_STARTS = 24


@dataclass(frozen=True)
class Sigmoid:
    r"""The curve :math:`1 - h + h\,\sigma(a + b^\top x)`.

    Attributes
    ----------
    height : float
    constant : float
    slopes : numpy.ndarray, shape (c,)
        Of the standardised predictors.
    mean, spread : numpy.ndarray, shape (c,)
    sum_squares : float
        Of the residuals.
    """

    height: float
    constant: float
    slopes: FloatArray
    mean: FloatArray
    spread: FloatArray
    sum_squares: float


def fit_sigmoid(
    x: FloatArray, y: FloatArray, rng: np.random.Generator, n_starts: int = N_STARTS
) -> Sigmoid:
    """Fit the curve by least squares, from many starts, since there are local minima."""
    mean, spread = x.mean(axis=0), x.std(axis=0)
    spread = np.where(spread > 0, spread, 1.0)
    design = np.column_stack([np.ones(len(x)), (x - mean) / spread])

    def of_curve(parameters: FloatArray) -> tuple[FloatArray, FloatArray]:
        height, weights = parameters[0], parameters[1:]
        curve = 1 / (1 + np.exp(-np.clip(design @ weights, -50, 50)))
        return curve, 1 - height + height * curve - y

    def residuals(parameters: FloatArray) -> FloatArray:
        return of_curve(parameters)[1]

    def jacobian(parameters: FloatArray) -> FloatArray:
        curve, _ = of_curve(parameters)
        slope = parameters[0] * curve * (1 - curve)
        return np.column_stack([curve - 1, slope[:, None] * design])

    inside = np.clip(y, 0.02, 0.98)
    linear = np.linalg.lstsq(design, np.log(inside / (1 - inside)), rcond=None)[0]
    starts = [np.r_[height, linear] for height in (0.999, 0.9, 0.801)]
    for i in range(n_starts - len(starts)):
        scale = (0.5, 2.0, 6.0)[i % 3]
        starts.append(
            np.r_[rng.uniform(*HEIGHT), linear + scale * rng.standard_normal(len(linear))]
        )
    low, high = np.full(len(linear) + 1, -np.inf), np.full(len(linear) + 1, np.inf)
    low[0], high[0] = HEIGHT
    near = _minimise(design, y, np.clip(starts, low, high))
    best = optimize.least_squares(
        residuals, np.clip(near, low + 1e-6, high - 1e-6), jacobian, bounds=(low, high)
    )
    return Sigmoid(
        float(best.x[0]), float(best.x[1]), best.x[2:], mean, spread, 2 * float(best.cost)
    )


def _minimise(design: FloatArray, y: FloatArray, at: FloatArray, n_steps: int = 60) -> FloatArray:
    """Return the best minimum from several starts, shape (s, p), by Levenberg and Marquardt.

    All starts run at once; heights are clipped to their bounds.
    """

    def of_curve(parameters: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray]:
        height = parameters[:, :1]
        curve = 1 / (1 + np.exp(-np.clip(parameters[:, 1:] @ design.T, -50, 50)))
        left = 1 - height + height * curve - y
        return curve, left, np.einsum("sn,sn->s", left, left)

    curve, left, cost = of_curve(at)
    damping = np.full(len(at), 1e-2)
    for _ in range(n_steps):
        slope = at[:, :1] * curve * (1 - curve)
        jacobian = np.concatenate([(curve - 1)[:, :, None], slope[:, :, None] * design], axis=2)
        turned = jacobian.transpose(0, 2, 1)
        normal, downhill = turned @ jacobian, (turned @ left[:, :, None])[:, :, 0]
        # a height at its bound stays there
        is_held = np.clip(at[:, 0] - downhill[:, 0], *HEIGHT) == at[:, 0]
        downhill[is_held, 0] = 0.0
        normal[is_held, 0, 1:] = normal[is_held, 1:, 0] = 0.0
        diagonal = np.einsum("sii->si", normal)
        diagonal += damping[:, None] * diagonal + 1e-12
        tried = at - np.linalg.solve(normal, downhill[:, :, None])[:, :, 0]
        tried[:, 0] = np.clip(tried[:, 0], *HEIGHT)
        proposed = of_curve(tried)
        is_better = proposed[2] < cost
        at = np.where(is_better[:, None], tried, at)
        curve, left = (
            np.where(is_better[:, None], *both)
            for both in zip(proposed[:2], (curve, left), strict=True)
        )
        cost = np.where(is_better, proposed[2], cost)
        damping = np.clip(np.where(is_better, damping / 5, damping * 5), 1e-9, 1e9)
    return np.asarray(at[cost.argmin()], dtype=float)


def forecast(fit: Sigmoid, x: FloatArray) -> FloatArray:
    """Return the curve at predictors, shape (n,)."""
    inside = fit.constant + (x - fit.mean) / fit.spread @ fit.slopes
    return np.asarray(1 - fit.height + fit.height / (1 + np.exp(-np.clip(inside, -50, 50))), float)
