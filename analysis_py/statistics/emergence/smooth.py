"""The smooth curve of an ability over size, and its falls."""

import numpy as np
import polars as pl
from scipy.optimize import isotonic_regression

from analysis_py.statistics.arrays import FloatArray
from analysis_py.statistics.emergence.rows import SlopeRow
from analysis_py.statistics.emergence.shapes import CurveFit
from analysis_py.statistics.gamm.engine import GammFit, fit_gamm
from analysis_py.statistics.gamm.engine.curves import grid, linear_functional, smooth_of
from analysis_py.statistics.numerics.tolerances import NEGLIGIBLE

_BASIS_DIMENSION = 10
_GRID_POINTS = 100
_DRAWS = 2000
_NULLS = 99
#: Smoothing parameters that samples choose from, in units of their mean information.
_SMOOTHING = np.logspace(-8, 8, 321)


def fit_size_smooth(
    x: FloatArray, y: FloatArray, rng: np.random.Generator
) -> tuple[CurveFit, SlopeRow]:
    """Fit a thin-plate regression spline by REML and describe its slope, per unit of x."""
    fit = _fit(x, y)
    block, basis = smooth_of(fit, "s(x)")
    at = grid(block, _GRID_POINTS)
    slopes = basis.derivative(at)
    ends = basis.evaluate(at[[0, -1]])
    mean = (ends[1] - ends[0]) / (at[-1] - at[0])
    estimate, std_error = linear_functional(fit, block, slopes)
    mean_slope = float(mean @ fit.coefficients[block.columns])

    values, vectors = np.linalg.eigh(fit.covariance[block.columns, block.columns])
    # the symmetric root does not depend on the signs of the eigenvectors
    root = (vectors * np.sqrt(np.maximum(values, 0.0))) @ vectors.T
    deviations = root @ rng.standard_normal((len(root), _DRAWS))
    p_fall, falls_at = _fall(estimate, std_error, slopes @ deviations)
    rise = mean_slope * float(at[-1] - at[0])
    return CurveFit("smooth", fit.edf_total, fit.residual_sum_of_squares, rise), SlopeRow(
        mean_slope=mean_slope,
        p_fall=p_fall,
        falls_at_b=float(np.exp(at[falls_at])),
    )


def _fit(x: FloatArray, y: FloatArray) -> GammFit:
    dimension = min(_BASIS_DIMENSION, len(np.unique(x)))
    return fit_gamm(pl.DataFrame({"x": x, "y": y}), f"y ~ s(x, k={dimension})")


def _fall(estimate: FloatArray, std_error: FloatArray, deviations: FloatArray) -> tuple[float, int]:
    """Return the level at which the band of slopes, shape (points,), has a fall, and its place."""
    # where the band closes (the slope of a line that is certain) nothing can deviate
    visible = std_error > NEGLIGIBLE * std_error.max()
    standardised = np.abs(deviations[visible] / std_error[visible, None]).max(axis=0)
    fall = np.full(len(estimate), -np.inf)
    np.divide(-estimate, std_error, out=fall, where=visible)
    return (1 + int((standardised >= fall.max()).sum())) / (1 + _DRAWS), int(np.argmax(fall))


def fall_rate(x: FloatArray, y: FloatArray, alpha: float, rng: np.random.Generator) -> float | None:
    """Return how often a curve that never falls is found to fall, on this design.

    Samples are of the increasing curve next to the smooth one, with normal errors of its residual
    variance; None where that is 0. The columns of the smooth are orthogonal over the rows and its
    penalty is diagonal, so that all samples are fitted at once, by REML over a grid.
    """
    fit = _fit(x, y)
    block, basis = smooth_of(fit, "s(x)")
    columns = basis.evaluate(x)
    order = np.argsort(x, kind="stable")
    fitted = columns @ fit.coefficients[block.columns]
    never_falls = np.empty((len(x), 1))
    never_falls[order, 0] = isotonic_regression(fitted[order]).x
    variance = fit.residual_sum_of_squares / (len(x) - fit.edf_total)
    if not variance > 0:
        return None
    samples = never_falls + np.sqrt(variance) * rng.standard_normal((len(x), _NULLS))
    samples -= samples.mean(axis=0)
    information, moments = (columns**2).sum(axis=0), columns.T @ samples
    smoothing = information.mean() * _SMOOTHING
    penalised = information + smoothing[:, None] * block.penalty
    n_free = 1 + np.count_nonzero(block.penalty == 0)
    deviance = (samples**2).sum(axis=0) - (1 / penalised) @ moments**2
    determinant = np.log(penalised).sum(axis=1) - np.count_nonzero(block.penalty) * np.log(
        smoothing
    )
    best = ((len(x) - n_free) * np.log(deviance) + determinant[:, None]).argmin(axis=0)
    scale = deviance[best, np.arange(_NULLS)] / (len(x) - n_free)
    slopes = basis.derivative(grid(block, _GRID_POINTS))
    normal = rng.standard_normal((slopes.shape[1], _DRAWS))
    n_found = 0
    for curvature, moment, variance in zip(penalised[best], moments.T, scale, strict=True):
        root = slopes * np.sqrt(variance / curvature)
        estimate, error = slopes @ (moment / curvature), np.linalg.norm(root, axis=1)
        n_found += _fall(estimate, error, root @ normal)[0] < alpha
    return n_found / _NULLS
