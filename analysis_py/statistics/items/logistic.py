"""Logistic slopes of many items at once, from counts by cell."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

_MAX_ITERATIONS = 60
_LAST_STEP = 1e-9
#: A step further than this, in log odds, is cut: Newton's method overshoots on curves that are
#: nearly flat.
_LONGEST_STEP = 2.0
#: Log odds beyond which a cell counts as separated from the others by the item.
_SEPARATED = 20.0


@dataclass(frozen=True)
class Slopes:
    """Logistic curves of items, ``log odds = intercept + slope x``.

    Attributes
    ----------
    slope : ndarray, shape (n_items,)
        NaN where it is not finite: all answers are alike, or x separates right from wrong.
    influence : ndarray, shape (n_items, n_cells)
        What each cell adds to the slope's error: scores times the inverse of the information.
    """

    slope: Array
    influence: Array


def logistic_slopes(counts: Array, totals: Array, x: Array) -> Slopes:
    """Fit a logistic curve to every item by Newton's method.

    Parameters
    ----------
    counts : ndarray, shape (n_items, n_cells)
        Answers by item and cell; cells may be empty.
    totals : ndarray, shape (n_items, n_cells)
        Sum of their scores, each between 0 and 1. Where scores are parts, this is a fractional
        logit (Papke and Wooldridge 1996, Journal of Applied Econometrics 11, 619-632).
    x : ndarray, shape (n_cells,)
        What the curve runs over.
    """
    weights = counts.sum(0)
    middle = float(weights @ x / weights.sum())
    x = x - middle
    right, n = totals.sum(1), counts.sum(1)
    intercept = np.log((right + 0.5) / (n - right + 0.5))
    slope = np.zeros_like(intercept)
    # an item whose answers are all alike would run off for ever
    is_open = (right > 0) & (right < n)
    moving = is_open.copy()
    for _ in range(_MAX_ITERATIONS):
        if not moving.any():
            break
        score, information = _derivatives(
            counts[moving], totals[moving], x, intercept[moving], slope[moving]
        )
        step = _solved(information, score)
        step = np.clip(step, -_LONGEST_STEP, _LONGEST_STEP)
        intercept[moving] += step[0]
        slope[moving] += step[1]
        still = np.abs(step).max(0) > _LAST_STEP
        moving[np.flatnonzero(moving)[~still]] = False
    farthest = np.abs(intercept[:, None] + np.outer(slope, [x.min(), x.max()])).max(1)
    is_finite = is_open & ~moving & (farthest < _SEPARATED)
    residuals = totals - counts * _expit(intercept[:, None] + slope[:, None] * x)
    _, (a, b, c) = _derivatives(counts, totals, x, intercept, slope)
    with np.errstate(divide="ignore", invalid="ignore"):
        influence = (a[:, None] * x - b[:, None]) / (a * c - b**2)[:, None] * residuals
    return Slopes(np.where(is_finite, slope, np.nan), influence)


def _derivatives(
    counts: Array, totals: Array, x: Array, intercept: Array, slope: Array
) -> tuple[Array, tuple[Array, Array, Array]]:
    """Return the score, and the information as its three different elements."""
    expected = _expit(intercept[:, None] + slope[:, None] * x)
    weight = counts * expected * (1 - expected)
    residual = totals - counts * expected
    score = np.stack([residual.sum(1), residual @ x])
    return score, (weight.sum(1), weight @ x, weight @ x**2)


def _solved(information: tuple[Array, Array, Array], score: Array) -> Array:
    a, b, c = information
    determinant = np.maximum(a * c - b**2, 1e-300)
    return np.stack(
        [(c * score[0] - b * score[1]) / determinant, (a * score[1] - b * score[0]) / determinant]
    )


def _expit(log_odds: Array) -> Array:
    return 1 / (1 + np.exp(-np.clip(log_odds, -30, 30)))
