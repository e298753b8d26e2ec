"""Logistic slopes of many items at once, from counts by cell."""

from collections.abc import Sequence

import numpy as np
import polars as pl

from analysis_py.statistics.arrays import FloatArray
from analysis_py.statistics.numerics.tolerances import EQUAL_PLACES

#: Full marks. Scores are kept in ten-thousandths of them, so that every sum is one of integers.
FULL_MARKS = 10_000
_MAX_ITERATIONS = 60
_LAST_STEP = 1e-9
#: A step further than this, in log odds, is cut: Newton's method overshoots on curves that are
#: nearly flat.
_LONGEST_STEP = 2.0
#: Log odds beyond which a cell counts as separated from the others by the item.
_SEPARATED = 20.0


def answer_matrices(
    sums: pl.DataFrame, cell: Sequence[str]
) -> tuple[pl.DataFrame, pl.DataFrame, FloatArray, FloatArray]:
    """Return the counts and totals of answers by item and cell."""
    items = sums.select("item_key").unique().sort("item_key").with_row_index("i")
    cells = sums.select(cell).unique().sort(cell).with_row_index("j")
    placed = sums.join(items, on="item_key").join(cells, on=list(cell))
    at = placed["i"].to_numpy(), placed["j"].to_numpy()
    counts, totals = np.zeros((2, items.height, cells.height))
    counts[at] = placed["n_evaluations"]
    totals[at] = placed["total"].to_numpy() / FULL_MARKS
    return items, cells, counts, totals


def logistic_slopes(counts: FloatArray, totals: FloatArray, x: FloatArray) -> FloatArray:
    """Fit a logistic curve to every item by Newton's method; NaN where its slope is not finite.

    Where scores are parts, this is a fractional logit (Papke and Wooldridge 1996, Journal of
    Applied Econometrics 11, 619-632).
    """
    weights = counts.sum(0)
    middle = float(weights @ x / weights.sum())
    x = x - middle
    right, n = totals.sum(1), counts.sum(1)
    intercept = np.log((right + 0.5) / (n - right + 0.5))
    slope = np.zeros_like(intercept)
    # the fit would diverge for an item whose answers are all equal
    is_open = (right > 0) & (right < n)
    moving = is_open.copy()
    for _ in range(_MAX_ITERATIONS):
        if not moving.any():
            break
        score, information = _derivatives(
            counts[moving], totals[moving], x, intercept[moving], slope[moving]
        )
        step = _solve(information, score)
        step = np.clip(step, -_LONGEST_STEP, _LONGEST_STEP)
        intercept[moving] += step[0]
        slope[moving] += step[1]
        still = np.abs(step).max(0) > _LAST_STEP
        moving[np.flatnonzero(moving)[~still]] = False
    farthest = np.abs(intercept[:, None] + np.outer(slope, [x.min(), x.max()])).max(1)
    is_finite = is_open & ~moving & (farthest < _SEPARATED)
    # a slope of nothing is 0, and on no side of it
    return np.where(is_finite, slope.round(EQUAL_PLACES) + 0.0, np.nan)


def _derivatives(
    counts: FloatArray, totals: FloatArray, x: FloatArray, intercept: FloatArray, slope: FloatArray
) -> tuple[FloatArray, tuple[FloatArray, FloatArray, FloatArray]]:
    """Return the score, and the information as its three different elements."""
    expected = _expit(intercept[:, None] + slope[:, None] * x)
    weight = counts * expected * (1 - expected)
    residual = totals - counts * expected
    score = np.stack([residual.sum(1), residual @ x])
    return score, (weight.sum(1), weight @ x, weight @ x**2)


def _solve(information: tuple[FloatArray, FloatArray, FloatArray], score: FloatArray) -> FloatArray:
    a, b, c = information
    determinant = np.maximum(a * c - b**2, 1e-300)
    return np.stack(
        [(c * score[0] - b * score[1]) / determinant, (a * score[1] - b * score[0]) / determinant]
    )


def _expit(log_odds: FloatArray) -> FloatArray:
    return 1 / (1 + np.exp(-np.clip(log_odds, -30, 30)))
