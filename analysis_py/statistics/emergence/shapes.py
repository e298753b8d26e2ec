"""Rival shapes of an ability as size grows, each fitted by least squares.

A constant, a straight line, two joined lines, one step and a four-parameter logistic. Where a
shape has a location, the search for it is exact (step, broken line) or global (logistic), so a fit
never depends on a start.
"""

from dataclasses import dataclass
from itertools import product

import numpy as np

from analysis_py.statistics.arrays import FloatArray
from analysis_py.statistics.numerics.tolerances import ROUNDING

#: A step or a break leaves at least this share of rows on either side, and at least five.
TRIM = 0.1
MIN_SIDE = 5
# The steepest logistic searched goes from 10 % to 90 % within a factor of 1.25 in size; anything
# steeper between two sizes fits equally well.
_MIN_SCALE = 0.05
_GRID = 40, 24
#: Places about the best so far, the nearest first, in steps that halve until this is left of them.
_RIM, _NEAR_ENOUGH, _MOST_STEPS = 2, 1e-8, 200
_AROUND = np.array(
    sorted(product(range(-_RIM, _RIM + 1), repeat=2), key=lambda at: at[0] ** 2 + at[1] ** 2)
)


@dataclass(frozen=True)
class CurveFit:
    """A fitted shape: residual sum of squares, and the rise from the smallest size to the largest.

    ``n_parameters`` are of the mean, a location counted as one, and not whole for a smooth. It
    steps, breaks or is half way at ``location``; ``width`` is the distance in x over which a
    logistic goes from 10 % to 90 %, 0 for a step.
    """

    model: str
    n_parameters: float
    rss: float
    rise: float
    location: float | None = None
    width: float | None = None


def bic(rss: float, n_obs: int, n_parameters: float) -> float:
    """Return the Bayesian information criterion of a Gaussian model (Schwarz 1978).

    The unknown variance is one more parameter; constants are kept, as R's ``BIC`` does.
    """
    log_likelihood = -n_obs / 2 * (np.log(2 * np.pi * rss / n_obs) + 1)
    return float(-2 * log_likelihood + (n_parameters + 1) * np.log(n_obs))


def fit_flat(x: FloatArray, y: FloatArray) -> CurveFit:
    """Fit a constant."""
    return CurveFit("flat", 1, float(np.sum((y - y.mean()) ** 2)), 0.0)


def fit_line(x: FloatArray, y: FloatArray) -> CurveFit:
    """Fit a straight line."""
    dx, dy = x - x.mean(), y - y.mean()
    slope = float(dx @ dy / (dx @ dx))
    return CurveFit("line", 2, float(np.sum((dy - slope * dx) ** 2)), slope * float(np.ptp(x)))


def inner_range(x: FloatArray) -> tuple[float, float]:
    """Return the values between which a step or break may lie, given ascending x."""
    side = max(MIN_SIDE, int(np.ceil(TRIM * len(x))))
    return float(x[side - 1]), float(x[len(x) - side])


def inner_sizes(x: FloatArray) -> FloatArray:
    """Return the distinct values of ascending x at which a step or break may lie."""
    low, high = inner_range(x)
    sizes = np.unique(x)
    return sizes[(sizes >= low) & (sizes <= high)]


def fit_step(x: FloatArray, y: FloatArray) -> CurveFit:
    """Fit two constants with one jump between neighbouring sizes.

    Every place is tried, on ascending x. The jump is put half way between the two sizes.
    """
    low, high = inner_range(x)
    ends = np.flatnonzero((np.diff(x) > 0) & (x[:-1] >= low) & (x[1:] <= high)) + 1
    centred = y - y.mean()
    below = np.cumsum(centred)[ends - 1]
    # the sum of squares between the two sides; their sums cancel because y is centred
    between = below**2 / ends + below**2 / (len(x) - ends)
    best = ends[np.argmax(between)]
    jump = float(y[best:].mean() - y[:best].mean())
    rss = float(
        np.sum((y[:best] - y[:best].mean()) ** 2) + np.sum((y[best:] - y[best:].mean()) ** 2)
    )
    return CurveFit("step", 3, rss, jump, float((x[best - 1] + x[best]) / 2), 0.0)


def fit_broken_line(x: FloatArray, y: FloatArray) -> CurveFit:
    """Fit two straight lines that meet (Hudson 1966), on ascending x.

    The best break is a size in the data, or lies between two of them where the lines fitted to
    either side cross; all of both kinds are tried.
    """
    centre = x.mean()
    z, v = x - centre, y - y.mean()
    sizes = inner_sizes(z)
    # at an end there is nothing to bend
    sizes = sizes[(sizes > z[0]) & (sizes < z[-1])]
    breaks = np.concatenate([sizes, _crossings(z, v, sizes)])
    hinge = np.maximum(z[None, :] - breaks[:, None], 0.0)
    design = np.stack([np.ones_like(hinge), np.broadcast_to(z, hinge.shape), hinge], axis=2)
    gram = design.transpose(0, 2, 1) @ design
    moments = design.transpose(0, 2, 1) @ v[:, None]
    coefficients = np.linalg.solve(gram, moments)
    rss = np.sum((v - (design @ coefficients)[..., 0]) ** 2, axis=1)
    best = int(np.argmin(rss))
    fitted = (design[best] @ coefficients[best])[:, 0]
    rise = float(fitted[-1] - fitted[0])
    return CurveFit("broken_line", 4, float(rss[best]), rise, float(breaks[best] + centre))


def _crossings(z: FloatArray, v: FloatArray, sizes: FloatArray) -> FloatArray:
    """Return where the lines on either side of a gap between sizes cross inside that gap."""
    sums = np.cumsum(np.stack([np.ones_like(z), z, v, z * z, z * v]), axis=1)
    last = np.searchsorted(z, sizes[:-1], side="right") - 1
    lines = []
    for n, sz, sv, szz, szv in (sums[:, last], sums[:, -1:] - sums[:, last]):
        spread = n * szz - sz * sz
        with np.errstate(divide="ignore", invalid="ignore"):
            slope = (n * szv - sz * sv) / spread
        lines.append(((sv - slope * sz) / n, slope))
    (a, b), (c, d) = lines
    with np.errstate(divide="ignore", invalid="ignore"):
        crossing = (c - a) / (b - d)
    return crossing[(crossing > sizes[:-1]) & (crossing < sizes[1:])]


def fit_sigmoid(x: FloatArray, y: FloatArray) -> CurveFit:
    """Fit a four-parameter logistic, ``a + b / (1 + exp(−(x − m) / s))``.

    Given m and s the rest is a straight line, so only two parameters are searched: on a grid, then
    on ever finer ones about its best point. m stays within the sizes.
    """
    dy = y - y.mean()
    low, high = np.array([[x[0], np.log(_MIN_SCALE)], [x[-1], np.log(4 * np.ptp(x))]])
    ends = [np.linspace(*each) for each in zip(low, high, _GRID, strict=True)]
    tried = np.stack(np.meshgrid(*ends, indexing="ij"), axis=-1).reshape(-1, 2)
    step = (high - low) / (np.array(_GRID) - 1)
    best = tried[np.argmin(_logistic_rss(tried, x, dy))]
    for _ in range(_MOST_STEPS):
        tried = np.clip(best + step * _AROUND, low, high)
        losses = _logistic_rss(tried, x, dy)
        nearest = int(np.argmin(losses))
        best = tried[nearest]
        # the best at the rim may have a better one beyond it
        step = step * (2 if np.abs(_AROUND[nearest]).max() == _RIM else 0.5)
        if step.max() < _NEAR_ENOUGH:
            break
    scale = float(np.exp(best[1]))
    shape = _logistic(best[None, :], x)[0]
    shape = shape - shape.mean()
    height = float(shape @ dy / (shape @ shape))
    rise = height * float(np.ptp(shape))
    return CurveFit("sigmoid", 4, float(losses.min()), rise, float(best[0]), 2 * np.log(9) * scale)


def _logistic(parameters: FloatArray, x: FloatArray) -> FloatArray:
    middle, scale = parameters[:, :1], np.exp(parameters[:, 1:])
    return 0.5 * (1 + np.tanh((x[None, :] - middle) / scale / 2))


def _logistic_rss(parameters: FloatArray, x: FloatArray, dy: FloatArray) -> FloatArray:
    """Residual sum of squares at each (m, log s), shape (g, 2), with the best a and b."""
    shape = _logistic(parameters, x)
    shape -= shape.mean(axis=1, keepdims=True)
    square = np.einsum("ij,ij->i", shape, shape)
    explained = np.zeros(len(shape))
    np.divide((shape @ dy) ** 2, square, out=explained, where=square > ROUNDING * len(x))
    return dy @ dy - explained


RIVALS = (fit_flat, fit_line, fit_broken_line, fit_step, fit_sigmoid)
