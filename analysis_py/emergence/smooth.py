"""The smooth curve of an ability over size: how steep it gets, and whether it falls anywhere."""

from __future__ import annotations

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy.optimize import isotonic_regression

from analysis_py.gamm.engine import fit_gamm
from analysis_py.gamm.engine.curves import grid, linear_functional

_BASIS_DIMENSION = 10
_GRID_POINTS = 100
_DRAWS = 2000


def fit_size_smooth(
    x: NDArray[np.float64],
    y: NDArray[np.float64],
    confidence_level: float,
    rng: np.random.Generator,
) -> dict:
    """Fit a thin-plate regression spline by REML and describe its slope.

    Parameters
    ----------
    x, y : ndarray, shape (n,)
        Log size, with at least five distinct values, and the score.
    confidence_level : float
    rng : numpy.random.Generator
        For draws from the posterior of the curve.

    Returns
    -------
    dict
        ``rss, edf`` (intercept included), ``rise`` from the smallest size to the largest;
        ``mean_slope`` (the rise over the range), ``largest_slope`` and ``largest_slope_at``, per
        unit of x on a grid over the range; ``sharpness``, the quotient of the two slopes, with
        ``sharpness_ci_low, sharpness_ci_high`` from the posterior, all three None where the curve
        does not rise as a whole; ``p_fall``, the level at which the simultaneous band of the slope
        (Ruppert, Wand and Carroll 2003, section 6.5) has a fall somewhere; and ``falls_at``, where
        that is likeliest.
    """
    k = min(_BASIS_DIMENSION, len(np.unique(x)))
    fit = fit_gamm(pl.DataFrame({"x": x, "y": y}), f"y ~ s(x, k={k})")
    block = fit.block("s(x)")
    at = grid(block, _GRID_POINTS)
    slopes = block.basis.derivative(at)
    ends = block.basis.evaluate(at[[0, -1]])
    mean = (ends[1] - ends[0]) / (at[-1] - at[0])
    estimate, std_error = linear_functional(fit, block, slopes)
    mean_slope = float(mean @ fit.coefficients[block.columns])

    values, vectors = np.linalg.eigh(fit.covariance[block.columns, block.columns])
    # the symmetric root does not depend on the signs of the eigenvectors
    root = (vectors * np.sqrt(np.maximum(values, 0.0))) @ vectors.T
    deviations = root @ rng.standard_normal((len(root), _DRAWS))
    slope_deviations = slopes @ deviations
    # where the band closes (the slope of a line that is certain) nothing can deviate
    visible = std_error > 1e-10 * std_error.max()
    standardised = np.abs(slope_deviations[visible] / std_error[visible, None]).max(axis=0)
    fall = -estimate[visible] / std_error[visible]
    result = {
        "rss": fit.residual_sum_of_squares,
        "edf": fit.edf_total,
        "rise": mean_slope * float(at[-1] - at[0]),
        "mean_slope": mean_slope,
        "largest_slope": float(estimate.max()),
        "largest_slope_at": float(at[np.argmax(estimate)]),
        "p_fall": (1 + int((standardised >= fall.max()).sum())) / (1 + _DRAWS),
        "falls_at": float(at[visible][np.argmax(fall)]),
        "sharpness": None,
        "sharpness_ci_low": None,
        "sharpness_ci_high": None,
    }
    if mean_slope > 0:
        largest = (estimate[:, None] + slope_deviations).max(axis=0)
        means = mean_slope + mean @ deviations
        # a draw without a rise is sharper than any that has one
        ratios = np.where(means > 0, largest / means, np.inf)
        tails = (1 - confidence_level) / 2, (1 + confidence_level) / 2
        # of the draws themselves: between a finite ratio and none there is nothing to interpolate
        low, high = np.quantile(ratios, tails, method="lower")
        result |= {
            "sharpness": float(estimate.max() / mean_slope),
            "sharpness_ci_low": float(low) if np.isfinite(low) else None,
            "sharpness_ci_high": float(high) if np.isfinite(high) else None,
        }
    return result


def monotone_share(x: NDArray[np.float64], y: NDArray[np.float64]) -> float:
    """Return how much of what size explains a curve that never falls explains as well.

    Parameters
    ----------
    x, y : ndarray, shape (n,)

    Returns
    -------
    float
        Sum of squares explained by the increasing step curve of least squares (Barlow et al. 1972)
        over that explained by the means at each size: 1 where these never fall, 0 where the best
        increasing curve is a constant.
    """
    _, index, size = np.unique(x, return_inverse=True, return_counts=True)
    means = np.bincount(index, weights=y - y.mean()) / size
    explained = float(np.sum(size * means**2))
    increasing = isotonic_regression(means, weights=size).x
    return float(np.sum(size * increasing**2)) / explained if explained > 0 else 1.0
