"""Forecasts of large models by a straight line through small ones."""

from dataclasses import replace

import numpy as np

from analysis_py.statistics.arrays import BoolArray, FloatArray
from analysis_py.statistics.emergence.rows import ForecastRow
from analysis_py.statistics.numerics.seeds import draw_times
from analysis_py.statistics.numerics.tolerances import ROUNDING
from analysis_py.statistics.rows import with_nulls

#: The cut where a jump fits best.
CHOSEN = "step"
#: A line needs this many rows, and this many sizes, below the cut.
MIN_ROWS = 5
MIN_SIZES = 3
#: Samples in which the line holds, and resamples of each.
_NULLS, _RESAMPLES = 199, 199
#: Parts of the samples.
_PARTS = 8


def cannot_extrapolate(x: FloatArray, y: FloatArray, cut: float) -> str | None:
    """Return why no line can be carried beyond a cut and compared, or None."""
    below = x <= cut
    if below.sum() < MIN_ROWS or len(np.unique(x[below])) < MIN_SIZES:
        return f"fewer than {MIN_ROWS} rows or {MIN_SIZES} sizes below the cut"
    if (~below).sum() < MIN_ROWS:
        return f"fewer than {MIN_ROWS} rows beyond the cut"
    dx, dy = x[below] - x[below].mean(), y[below] - y[below].mean()
    residual = dy - dx * (dx @ dy / (dx @ dx))
    if residual @ residual <= 1e-20 * float(np.sum((y - y.mean()) ** 2)):
        return "a line fits without error below the cut"
    return None


def fit_forecast(
    name: str,
    x: FloatArray,
    y: FloatArray,
    cut: float,
    n_samples: int,
    confidence_level: float,
    rng: np.random.Generator,
) -> ForecastRow:
    """Fit a line to the rows up to a cut in log size and predict those beyond, with error rates.

    The intervals are percentiles of bootstrap samples, in which rows below and beyond are drawn
    apart. Their error rates are those of samples in which the line holds for all sizes, with the
    residuals of the rows up to the cut in any order; null at a cut chosen from the scores.
    """
    problem = cannot_extrapolate(x, y, cut)
    row = with_nulls(ForecastRow, cut=name, cut_b=float(np.exp(cut)), status=problem or "ok")
    if problem:
        return row
    below = x <= cut
    # centred, so that sums of products keep their digits
    centre = x[below].mean()
    sides = (x[below] - centre, y[below, None]), (x[~below] - centre, y[~below, None])
    n_within, n_beyond = int(below.sum()), int((~below).sum())
    within, beyond, bias = (
        error.item() for error in _errors(*(_sums(np.ones((1, len(p[0]))), *p) for p in sides))
    )
    tails = (1 - confidence_level) / 2, (1 + confidence_level) / 2
    (ratio_low, ratio_high), (bias_low, bias_high) = (
        _quantiles(samples, tails)[:, 0].tolist() for samples in _resample(*sides, n_samples, rng)
    )
    rates = (
        (None, None)
        if name == CHOSEN
        else _rates(x - centre, y, below, tails, np.random.default_rng(rng.integers(2**63)))
    )
    return replace(
        row,
        n_within=n_within,
        n_beyond=n_beyond,
        rmse_within=within,
        rmse_beyond=beyond,
        error_ratio=beyond / within,
        error_ratio_ci_low=ratio_low,
        error_ratio_ci_high=ratio_high,
        bias=bias,
        bias_ci_low=bias_low,
        bias_ci_high=bias_high,
        error_ratio_type1_error=rates[0],
        bias_type1_error=rates[1],
        is_underpredicted=ratio_low > 1 and bias_low > 0,
    )


def _rates(
    x: FloatArray,
    y: FloatArray,
    below: BoolArray,
    tails: tuple[float, float],
    rng: np.random.Generator,
) -> tuple[float, float]:
    """Return how often the intervals find what is not there."""
    line = np.polynomial.Polynomial.fit(x[below], y[below], 1)
    n = int(below.sum())
    residuals = (y[below] - line(x[below])) * np.sqrt(n / (n - 2))
    misses, alarms = 0, 0
    # samples of a part share their resamples, of which most of the cost is the drawing
    for part in np.array_split(np.arange(_NULLS), _PARTS):
        drawn = (line(x) + rng.choice(residuals, (len(part), len(x)))).T
        ratio, bias = _resample(
            (x[below], drawn[below]), (x[~below], drawn[~below]), _RESAMPLES, rng
        )
        low, high = _quantiles(ratio, tails)
        misses += int(((low > 1) | (high < 1)).sum())
        alarms += int((_quantiles(bias, tails)[0] > 0).sum())
    return misses / _NULLS, alarms / _NULLS


def _quantiles(samples: FloatArray, p: tuple[float, float]) -> FloatArray:
    """Return quantiles over the first axis, without NaN, by Weibull's plotting positions."""
    in_order = np.sort(samples, axis=0)
    n = np.isfinite(in_order).sum(axis=0)
    place = np.clip((n + 1) * np.array(p)[:, None] - 1, 0, np.maximum(n - 1, 0))
    floor = place.astype(int)
    low = np.take_along_axis(in_order, floor, axis=0)
    high = np.take_along_axis(in_order, np.minimum(floor + 1, np.maximum(n - 1, 0)), axis=0)
    return np.asarray(low + (place - floor) * (high - low), dtype=float)


def _sums(times: FloatArray, x: FloatArray, y: FloatArray) -> list[FloatArray]:
    """Sum what makes a line: 1, x, x², y, xy and y² of s samples (n, s), each row so many times."""
    moments = times @ np.stack([np.ones_like(x), x, x * x], axis=1)
    return [*moments.T[:, :, None], *(times @ part for part in (y, x[:, None] * y, y * y))]


def _resample(
    inner: tuple[FloatArray, FloatArray],
    outer: tuple[FloatArray, FloatArray],
    n_samples: int,
    rng: np.random.Generator,
) -> tuple[FloatArray, FloatArray]:
    """Bootstrap the ratio of errors and the bias; they are NaN in resamples without a line."""
    within, beyond, bias = _errors(
        *(_sums(draw_times(len(x), n_samples, rng), x, y) for x, y in (inner, outer))
    )
    usable = np.isfinite(within) & (within > 0)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(usable, beyond / within, np.nan), np.where(usable, bias, np.nan)


def _errors(
    inner: list[FloatArray], outer: list[FloatArray]
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Turn sums of products into errors within and beyond, and the bias."""
    n, sx, sxx, sy, sxy, syy = inner
    spread = sxx - sx * sx / n
    # a sample that drew one size only has a spread of rounding error
    spread = np.where(spread > 1e-9 * sxx, spread, np.nan)
    slope = (sxy - sx * sy / n) / spread
    intercept = (sy - slope * sx) / n
    squares = syy - sy * sy / n
    residual = squares - slope * (sxy - sx * sy / n)
    # what a line leaves of rows that it goes through is a rounding error too
    residual = np.where(residual > ROUNDING * squares, residual, 0.0)
    m, tx, txx, ty, txy, tyy = outer
    bias = ty - m * intercept - slope * tx
    squares = tyy - intercept * (ty + bias - slope * tx) - slope * (2 * txy - slope * txx)
    return np.sqrt(residual / (n - 2)), np.sqrt(np.maximum(squares, 0.0) / m), bias / m
