"""Answers without a grade: limits that hold however they would have been graded."""

from collections.abc import Callable, Sequence

import numpy as np

from analysis_py.runs.paired.quantiles import Floats
from analysis_py.runs.paired.score_interval import Interval


def bound_missing(
    a: Sequence[Floats], b: Sequence[Floats], interval: Callable[[list[Floats]], Interval]
) -> tuple[float, float]:
    """Return the limits of B less A whatever the missing scores would have been.

    Parameters
    ----------
    a, b : sequence of numpy.ndarray
        For each task the least and the largest score that each question may have, shape (2,
        questions); they are equal where it has a grade.
    interval : callable
        The interval of the differences of each task.

    Returns
    -------
    low, high : float
        The lower limit where every missing score speaks against B, the upper one where each speaks
        for it (bounds of Horowitz and Manski 2000, JASA 95, 77-84).
    """
    worst = [each_b[0] - each_a[1] for each_a, each_b in zip(a, b, strict=True)]
    best = [each_b[1] - each_a[0] for each_a, each_b in zip(a, b, strict=True)]
    return interval(worst).low, interval(best).high


def limits_of_scores(scores: Floats) -> Floats:
    """Return the least and the largest scores, shape (2, questions); nan is any from 0 to 1."""
    return np.stack([np.nan_to_num(scores, nan=0.0), np.nan_to_num(scores, nan=1.0)])
