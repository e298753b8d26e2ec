"""How large a statistic must be, and how rare it is: the normal distribution and Student's t."""

from math import erfc
from statistics import NormalDist

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
_erfc = np.vectorize(erfc, otypes=[float])


def quantile(level: float, df: ArrayLike = np.inf) -> Floats:
    """Return the two-sided quantile of t, or of the normal distribution where df is infinite.

    Raises
    ------
    ValueError
        If the level is not between 0 and 1.
    """
    if not 0 < level < 1:
        raise ValueError(f"the level must lie between 0 and 1, and is {level}")
    df = np.asarray(df, float)
    normal = np.full(df.shape, NormalDist().inv_cdf((1 + level) / 2))
    if np.isinf(df).all():
        return normal
    from scipy.special import stdtrit  # dear to import, and clusters alone need it

    return np.where(np.isinf(df), normal, stdtrit(np.minimum(df, 1e9), (1 + level) / 2))


def two_sided(statistic: ArrayLike, df: ArrayLike = np.inf) -> Floats:
    """Return the two-sided p-values of t or normal statistics."""
    size, df = np.broadcast_arrays(np.abs(np.asarray(statistic, float)), np.asarray(df, float))
    normal = _erfc(size / np.sqrt(2))
    if np.isinf(df).all():
        return normal
    from scipy.special import stdtr

    return np.where(np.isinf(df), normal, 2 * stdtr(np.minimum(df, 1e9), -size))


def critical_square(level: float, worth: ArrayLike, df: ArrayLike = np.inf) -> Floats:
    r"""Return what the square of a score statistic must exceed.

    Parameters
    ----------
    level : float
        Confidence level.
    worth : array_like
        Independent questions that carry as much, m.
    df : array_like
        Degrees of freedom of the variance.

    Notes
    -----
    A score statistic divides by the variance about the mean in question, which exceeds that about
    the mean seen by the square of their distance x. So :math:`m x^2 / (s^2 + x^2)` exceeds
    :math:`t^2 / (1 + t^2 / m)` exactly where :math:`m x^2 / s^2` exceeds :math:`t^2`. The limit is
    at least the square of the normal quantile, that of questions which are independent.
    """
    squared, worth = quantile(level, df) ** 2, np.asarray(worth, float)
    return np.maximum(quantile(level) ** 2, squared * worth / (worth + squared))


def p_of_square(squared: ArrayLike, worth: ArrayLike, df: ArrayLike = np.inf) -> Floats:
    """Return the p-values of squared score statistics: 1 less the level of that critical square."""
    squared, worth = np.broadcast_arrays(*(np.asarray(each, float) for each in (squared, worth)))
    with np.errstate(divide="ignore"):
        of_t = np.where(squared < worth, squared * worth / np.abs(worth - squared), np.inf)
    return np.maximum(two_sided(np.sqrt(squared)), two_sided(np.sqrt(of_t), df))
