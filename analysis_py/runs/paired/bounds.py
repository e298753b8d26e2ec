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
        Scores between 0 and 1 of the same questions of each task, nan where there is none.
    interval : callable
        The interval of the differences of each task.

    Returns
    -------
    low, high : float
        The lower limit where every missing score speaks against B, the upper one where each speaks
        for it (bounds of Horowitz and Manski 2000, JASA 95, 77-84).
    """
    worst, best = (
        [
            np.nan_to_num(each_b, nan=of_b) - np.nan_to_num(each_a, nan=1 - of_b)
            for each_a, each_b in zip(a, b, strict=True)
        ]
        for of_b in (0.0, 1.0)
    )
    return interval(worst).low, interval(best).high
