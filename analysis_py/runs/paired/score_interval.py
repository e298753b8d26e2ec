"""One interval for the mean of paired differences, and the p-value of the same statistic."""

from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from analysis_py.runs.paired.quantiles import Floats, critical_square, p_of_square

#: Halvings of a bracket in [-1, 1]: the limits are exact to the last digits of a double.
_HALVINGS = 60
#: Smallest variance; below it lies rounding.
_TINY = 1e-300


class Interval(NamedTuple):
    """A difference with its limits, in shares of full marks.

    Attributes
    ----------
    estimate, low, high : float
    p_value : float
        Of no difference, by the statistic that the limits invert.
    worth : float
        Number of independent questions that carry as much.
    df : float
        Degrees of freedom of the quantile; infinite for questions that are independent.
    """

    estimate: float
    low: float
    high: float
    p_value: float
    worth: float
    df: float


def binary_variance(only_b: ArrayLike, only_a: ArrayLike, n: ArrayLike, delta: ArrayLike) -> Floats:
    r"""Return the variance of a 0/1 difference whose mean is restricted to delta.

    Parameters
    ----------
    only_b, only_a, n : array_like
        Questions that only B or only A answers right, of n. They may be shares, with n = 1.
    delta : array_like
        The mean difference.

    Returns
    -------
    numpy.ndarray
        Variance of the difference on one question.

    Notes
    -----
    Tango (1998, Statistics in Medicine 17, 891-908), equations 9 to 11: with the restricted
    estimate q of the share that only A answers right, :math:`2q + \Delta(1 - \Delta)`.
    """
    b, c, n, delta = (np.asarray(each, float) for each in (only_b, only_a, n, delta))
    linear = -b - c + (2 * n - b + c) * delta
    root = np.sqrt(np.maximum(linear**2 + 8 * n * c * delta * (1 - delta), 0))
    return np.asarray(np.maximum((root - linear) / (2 * n) + delta * (1 - delta), 0))


def binary_interval(
    only_b: ArrayLike,
    only_a: ArrayLike,
    n: ArrayLike,
    level: float,
    worth: ArrayLike | None = None,
    df: ArrayLike = np.inf,
) -> tuple[Floats, Floats, Floats]:
    """Return the limits and p-values of differences of right and wrong answers.

    Parameters
    ----------
    only_b, only_a, n : array_like
        Questions that only B or only A answers right, of n.
    level : float
        Confidence level.
    worth : array_like, optional
        Independent questions that carry as much; n if left out.
    df : array_like
        Degrees of freedom of the quantile.

    Returns
    -------
    low, high, p_value : numpy.ndarray
        In shares of n. With independent questions these are Tango's score limits and McNemar's
        test without correction for continuity, which never disagree.
    """
    b, c, n, df = np.broadcast_arrays(
        *(np.asarray(each, float) for each in (only_b, only_a, n, df))
    )
    worth = n if worth is None else np.broadcast_to(np.asarray(worth, float), n.shape)
    at, squared = (b - c) / n, critical_square(level, worth, df)
    ends = []
    for end in (-1.0, 1.0):
        inside, outside = at.copy(), np.full_like(at, end)
        for _ in range(_HALVINGS):
            delta = (inside + outside) / 2
            is_in = worth * (at - delta) ** 2 <= squared * binary_variance(b, c, n, delta)
            inside, outside = np.where(is_in, delta, inside), np.where(is_in, outside, delta)
        ends.append(outside)
    variance = np.maximum(binary_variance(b, c, n, 0.0), _TINY)
    return ends[0], ends[1], p_of_square(at**2 * worth / variance, worth, df)


def score_interval(
    differences: Floats,
    level: float,
    weights: Floats | None = None,
    worth: float | None = None,
    df: float = np.inf,
    reach: float = 1.0,
) -> Interval:
    """Return the interval of the mean of any paired differences.

    Parameters
    ----------
    differences : numpy.ndarray
        One per question, between -1 and 1.
    level : float
        Confidence level.
    weights : numpy.ndarray, optional
        Of the questions; equal if left out.
    worth : float, optional
        Independent questions that carry as much; their number if left out.
    df : float
        Degrees of freedom of the quantile.
    reach : float
        Largest difference in size that a new question may show: the bound of the scale.

    Returns
    -------
    Interval
        On differences of -1, 0 and 1 with equal weights it is that of :func:`binary_interval`.
    """
    values, which = np.unique(differences, return_inverse=True)
    shares = np.bincount(which, weights) / (len(differences) if weights is None else weights.sum())
    at, worth = float(shares @ values), float(len(differences) if worth is None else worth)
    if np.isin(values, (-1.0, 0.0, 1.0)).all():
        b, c = (float(shares[values == sign].sum()) for sign in (1, -1))
        return Interval(at, *_binary_limits(b, c, level, worth, df), worth, df)
    squared = float(critical_square(level, worth, df))
    low, high = (_limit(values, shares, at, end, worth, squared, reach) for end in (-reach, reach))
    variance = max(restricted_variance(values, shares, 0.0, reach), _TINY)
    p = float(p_of_square(at**2 * worth / variance, worth, df))
    return Interval(at, low, high, p, worth, df)


@lru_cache(maxsize=10_000)
def _binary_limits(
    b: float, c: float, level: float, worth: float, df: float
) -> tuple[float, float, float]:
    """Return limits and p of shares; kept, as many small tasks have the same counts."""
    low, high, p = (float(end) for end in binary_interval(b, c, 1.0, level, worth, df))
    return low, high, p


def restricted_variance(values: Floats, shares: Floats, delta: float, reach: float = 1.0) -> float:
    r"""Return the variance of graded differences whose mean is restricted to delta.

    Parameters
    ----------
    values, shares : numpy.ndarray
        Distinct differences and their shares, which sum to 1.
    delta : float
        The mean difference.
    reach : float
        Largest difference in size that a new question may show.

    Returns
    -------
    float

    Notes
    -----
    The likeliest distribution with that mean: :math:`p_k = f_k / (1 + x(v_k - \Delta))` (empirical
    likelihood, Owen 2001). Where no x reaches the mean, the rest lies at the end of the range,
    although nothing was seen there (Honda and Takemura 2010, COLT). On -1, 0 and 1 it is Tango's.
    """
    from scipy.optimize import brentq  # dear to import, and graded scores alone need it

    off = float(shares @ values) - delta
    if abs(off) < 1e-14:
        return float(shares @ (values - delta) ** 2)
    if off > 0:
        values, delta = -values, -delta
    if delta >= reach:
        return _TINY
    away = values - delta

    def pull(x: float) -> float:
        return float((shares * away / (1 + x * away)).sum())

    edge = -(1 - 1e-12) / (reach - delta)
    x = edge if pull(edge) <= 0 else float(brentq(pull, edge, 0, xtol=1e-14))
    likeliest = shares / (1 + x * away)
    beyond = max(0.0, 1 - likeliest.sum()) if x == edge else 0.0
    return float(likeliest @ away**2 + beyond * (reach - delta) ** 2)


def _limit(
    values: Floats,
    shares: Floats,
    at: float,
    end: float,
    worth: float,
    squared: float,
    reach: float,
) -> float:
    from scipy.optimize import brentq

    def excess(delta: float) -> float:
        variance = max(restricted_variance(values, shares, delta, reach), _TINY)
        return worth * (at - delta) ** 2 / variance - squared

    near, far = (at + (end - at) * part for part in (1e-9, 1 - 1e-9))
    if abs(end - at) < 1e-12 or excess(far) <= 0:
        return end
    return float(brentq(excess, near, far, xtol=1e-10))
