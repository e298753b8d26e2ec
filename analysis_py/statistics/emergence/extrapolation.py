"""Forecasts of large models by a straight line through small ones, and Chow's predictive test."""

from dataclasses import replace

import numpy as np
from scipy import stats

from analysis_py.statistics.arrays import BoolArray, FloatArray
from analysis_py.statistics.emergence.rows import ForecastRow
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
    """Fit a line to the rows up to a cut and predict those beyond.

    Parameters
    ----------
    name : str
        Of the cut.
    x, y : ndarray, shape (n,)
        Logarithms of size in billions, and scores.
    cut : float
        The largest x that is fitted.
    n_samples : int
        Bootstrap samples; rows below and rows beyond are drawn apart, and the line is refitted.

    Returns
    -------
    ForecastRow
        ``n_within, n_beyond``; ``rmse_within`` (residual standard error of the line) and
        ``rmse_beyond``, in units of y; ``error_ratio``, their quotient, and ``bias``, the mean of
        observed less predicted beyond, each with a percentile interval (``…_ci_low``,
        ``…_ci_high``); ``statistic, df_num, df_den, p_value`` of Chow's (1960) predictive test,
        whose F allows for the uncertainty of the line but takes one variance for all sizes. All
        null where ``status`` says why. ``error_ratio_type1_error`` and ``bias_type1_error`` are the
        shares of samples in which the ratio's interval misses 1, and the bias's lies above 0,
        though the line holds for all sizes and its residuals are those of the rows up to the cut,
        in any order; null at a cut that was chosen from the scores.
    """
    problem = cannot_extrapolate(x, y, cut)
    row = with_nulls(ForecastRow, cut=name, cut_b=float(np.exp(cut)), status=problem or "ok")
    if problem:
        return row
    below = x <= cut
    # centred, so that sums of products keep their digits
    centre = x[below].mean()
    inner = _products(x[below] - centre, y[below])
    outer = _products(x[~below] - centre, y[~below])
    n_within, n_beyond = int(below.sum()), int((~below).sum())
    within, beyond, bias = _errors(inner.sum(0)[None, :], outer.sum(0)[None, :])
    tails = (1 - confidence_level) / 2, (1 + confidence_level) / 2
    (ratio_low, ratio_high), (bias_low, bias_high) = (
        [float(_quantile(samples, tail)) for tail in tails]
        for samples in _resample(inner, outer, n_samples, rng)
    )
    rates = (
        (None, None)
        if name == CHOSEN
        else _rates(x - centre, y, below, tails, np.random.default_rng(rng.integers(2**63)))
    )
    line = np.polynomial.Polynomial.fit(x, y, 1)
    rss_all = float(np.sum((y - line(x)) ** 2))
    rss_within = float(within[0] ** 2 * (n_within - 2))
    statistic = (rss_all - rss_within) / n_beyond / (rss_within / (n_within - 2))
    return replace(
        row,
        n_within=n_within,
        n_beyond=n_beyond,
        rmse_within=float(within[0]),
        rmse_beyond=float(beyond[0]),
        error_ratio=float(beyond[0] / within[0]),
        error_ratio_ci_low=ratio_low,
        error_ratio_ci_high=ratio_high,
        bias=float(bias[0]),
        bias_ci_low=bias_low,
        bias_ci_high=bias_high,
        error_ratio_type1_error=rates[0],
        bias_type1_error=rates[1],
        statistic=statistic,
        df_num=float(n_beyond),
        df_den=float(n_within - 2),
        p_value=float(stats.f.sf(statistic, n_beyond, n_within - 2)),
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
        drawn = line(x) + rng.choice(residuals, (len(part), len(x)))
        ratio, bias = _resample(
            _products(x[below], drawn[:, below]),
            _products(x[~below], drawn[:, ~below]),
            _RESAMPLES,
            rng,
        )
        low, high = _quantile(ratio, tails[0]), _quantile(ratio, tails[1])
        misses += int(((low > 1) | (high < 1)).sum())
        alarms += int((_quantile(bias, tails[0]) > 0).sum())
    return misses / _NULLS, alarms / _NULLS


def _quantile(samples: FloatArray, p: float) -> FloatArray:
    """Return a quantile over the first axis of what is no NaN, by Weibull's plotting positions."""
    found = np.sort(samples, axis=0)
    n = np.isfinite(found).sum(axis=0)
    place = np.clip((n + 1) * p - 1, 0, np.maximum(n - 1, 0))
    floor = place.astype(int)
    ends = np.stack([floor, np.minimum(floor + 1, np.maximum(n - 1, 0))])
    low, high = np.take_along_axis(found, ends, axis=0)
    return np.asarray(low + (place - floor) * (high - low), dtype=float)


def _products(x: FloatArray, y: FloatArray) -> FloatArray:
    """Return what is summed for a line: shape (n, 6), or (n, s, 6) for s samples of y."""
    columns = np.broadcast_arrays(np.ones_like(x), x, y, x * x, x * y, y * y)
    return np.moveaxis(np.stack(columns, axis=-1), -2, 0)


def _resample(
    inner: FloatArray, outer: FloatArray, n_samples: int, rng: np.random.Generator
) -> tuple[FloatArray, FloatArray]:
    """Bootstrap the ratio of errors and the bias; they are NaN in resamples without a line."""
    within, beyond, bias = _errors(
        np.tensordot(_times_drawn(len(inner), n_samples, rng), inner, 1),
        np.tensordot(_times_drawn(len(outer), n_samples, rng), outer, 1),
    )
    usable = np.isfinite(within) & (within > 0)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(usable, beyond / within, np.nan), np.where(usable, bias, np.nan)


def _times_drawn(n: int, n_samples: int, rng: np.random.Generator) -> FloatArray:
    drawn = rng.integers(0, n, size=(n_samples, n))
    drawn += np.arange(n_samples)[:, None] * n
    times = np.bincount(drawn.ravel(), minlength=n_samples * n)
    return times.reshape(n_samples, n).astype(float)


def _errors(inner: FloatArray, outer: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Turn sums of products, shape (…, 6) each, into errors within and beyond, and the bias."""
    n, sx, sy, sxx, sxy, syy = np.moveaxis(inner, -1, 0)
    spread = sxx - sx * sx / n
    with np.errstate(divide="ignore", invalid="ignore"):
        # a sample that drew one size only has a spread of rounding error
        slope = np.where(spread > 1e-9 * sxx, (sxy - sx * sy / n) / spread, np.nan)
    intercept = (sy - slope * sx) / n
    residual = syy - sy * sy / n - slope * (sxy - sx * sy / n)
    m, tx, ty, txx, txy, tyy = np.moveaxis(outer, -1, 0)
    squares = (
        tyy
        + m * intercept**2
        + slope**2 * txx
        - 2 * intercept * ty
        - 2 * slope * txy
        + 2 * intercept * slope * tx
    )
    within = np.sqrt(np.maximum(residual, 0.0) / (n - 2))
    return within, np.sqrt(np.maximum(squares, 0.0) / m), (ty - m * intercept - slope * tx) / m
