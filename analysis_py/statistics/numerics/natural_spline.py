"""The natural cubic spline."""

import numpy as np

from analysis_py.statistics.arrays import FloatArray


def natural_spline(x: FloatArray, knots: FloatArray) -> FloatArray:
    """Return the basis of cubic splines that are straight lines beyond the outer knots.

    Parameters
    ----------
    x : ndarray, shape (n,)
    knots : ndarray, shape (k,)
        Ascending; fewer than three make a straight line.

    Returns
    -------
    ndarray, shape (n, max(k, 2))
        Ones, x, and truncated cubes (Hastie, Tibshirani and Friedman 2009, The Elements of
        Statistical Learning, equations 5.4 and 5.5), where x is counted from the first knot in
        units of the distance to the last.
    """
    if len(knots) < 3:
        return np.column_stack([np.ones_like(x), x])
    scale = knots[-1] - knots[0]
    x, knots = (x - knots[0]) / scale, (knots - knots[0]) / scale
    beyond = np.maximum(x[:, None] - knots, 0) ** 3
    cubes = (beyond[:, :-1] - beyond[:, -1:]) / (knots[-1] - knots[:-1])
    return np.column_stack([np.ones_like(x), x, cubes[:, :-1] - cubes[:, -1:]])
