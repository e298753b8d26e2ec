"""Natural cubic splines: cubic between knots, straight beyond the outer ones."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def natural_spline(x: NDArray[np.float64], knots: NDArray[np.float64]) -> NDArray[np.float64]:
    """Evaluate the truncated power basis of natural cubic splines.

    Parameters
    ----------
    x : ndarray, shape (n,)
    knots : ndarray, shape (k,)
        Ascending; without at least three the spline is a straight line.

    Returns
    -------
    ndarray, shape (n, max(k, 2))
        Ones, x, and k - 2 cubic functions, divided by the square of the range of the knots.

    References
    ----------
    Hastie, Tibshirani and Friedman (2009), The Elements of Statistical Learning, equations 5.4
    and 5.5.
    """
    columns = [np.ones_like(x), x]
    if len(knots) > 2:
        last, width = knots[-1], knots[-1] - knots[0]

        def cubic(knot: float) -> NDArray[np.float64]:
            ends = np.maximum(x - knot, 0) ** 3 - np.maximum(x - last, 0) ** 3
            return np.asarray(ends / (last - knot))

        reference = cubic(knots[-2])
        columns += [(cubic(knot) - reference) / width**2 for knot in knots[:-2]]
    return np.column_stack(columns)
