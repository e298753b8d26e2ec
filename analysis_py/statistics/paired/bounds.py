"""Answers without a grade: limits that hold however they would have been graded."""

import numpy as np

from analysis_py.statistics.paired.score_interval import Floats, score_interval


def bound_missing(a: Floats, b: Floats, level: float) -> tuple[float, float]:
    """Return the limits of B less A whatever the missing scores would have been.

    Parameters
    ----------
    a, b : numpy.ndarray
        Scores between 0 and 1 of the same questions, nan where there is none.
    level : float
        Confidence level.

    Returns
    -------
    low, high : float
        The lower limit where every missing score speaks against B, the upper one where each speaks
        for it (bounds of Horowitz and Manski 2000, JASA 95, 77-84).
    """
    worst = np.nan_to_num(b, nan=0.0) - np.nan_to_num(a, nan=1.0)
    best = np.nan_to_num(b, nan=1.0) - np.nan_to_num(a, nan=0.0)
    return score_interval(worst, level).low, score_interval(best, level).high
