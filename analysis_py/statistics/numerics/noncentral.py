"""Noncentral F and t: the noncentrality that puts an observed statistic at a given probability.

Intervals of effect sizes and the smallest detectable difference use it (Steiger
2004, Psychological Methods 9, 164-182; Johnson and Welch 1940, Biometrika 31, 362-389).

statsmodels has both. Its interval of the noncentrality of F has three digits and ends at 10,000.
Its power of t takes one pair at a time, of equal variances, and no other critical value, such as
that of the studentized range. The tests compare ours with it where it applies.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike
from scipy import optimize, special

from analysis_py.statistics.arrays import FloatArray

_MAX_ITERATIONS = 200
# Beyond this, scipy's noncentral t loses digits and then fails.
_LARGE_T = 1e3
# The tails of a standard normal beyond this hold 1e-18.
_NORMAL_REACH = 9.0


def noncentrality_of_f(statistic: float, df_num: float, df_den: float, probability: float) -> float:
    """Return the noncentrality at which F is at most ``statistic`` with a given probability.

    Parameters
    ----------
    statistic : float
        The observed F, not negative.
    df_num, df_den : float
        Degrees of freedom, positive.
    probability : float
        Between 0 and 1.

    Returns
    -------
    float
        Not negative; 0 if even the central F is at most ``statistic`` with less than
        ``probability``.
    """

    def excess(noncentrality: float) -> float:
        at_most = special.ncfdtr(df_num, df_den, noncentrality, statistic)
        # scipy fails if one tail is too small
        if np.isnan(at_most):
            at_most = float(df_num + noncentrality < df_num * statistic)
        return at_most - probability

    if special.fdtr(df_num, df_den, statistic) <= probability:
        return 0.0
    upper = 1.0 + 2 * df_num * statistic
    while excess(upper) > 0:
        upper *= 2
    return float(optimize.brentq(excess, 0.0, upper, xtol=1e-12, rtol=1e-14))


def noncentrality_of_t(statistic: ArrayLike, df: ArrayLike, probability: float) -> FloatArray:
    """Return the noncentrality at which t is at most ``statistic`` with a given probability.

    Parameters
    ----------
    statistic, df : array_like, shape (n,)
        The observed t and its degrees of freedom.
    probability : float
        Between 0 and 1.
    """
    statistic, df = np.broadcast_arrays(
        np.asarray(statistic, dtype=float), np.asarray(df, dtype=float)
    )
    # the sign of a negative statistic is flipped
    sign = np.where(statistic < 0, -1.0, 1.0)
    size, target = np.abs(statistic), np.where(statistic < 0, 1 - probability, probability)
    # t with noncentrality d is nearly normal with mean d and this standard deviation
    spread = np.sqrt(1 + size**2 / (2 * df))
    return sign * _decreasing_root(
        lambda noncentrality: _t_cdf(size, df, noncentrality),
        target,
        start=size - special.ndtri(target) * spread,
        step=0.1 * spread,
    )


def detectable_noncentrality(critical: ArrayLike, df: ArrayLike, power: float) -> FloatArray:
    """Return the noncentrality at which a two-sided t test rejects with a given probability.

    Parameters
    ----------
    critical : array_like, shape (n,)
        Critical value of the absolute t, positive.
    df : array_like, shape (n,)
        Degrees of freedom.
    power : float
        Between the level of the test and 1.

    Raises
    ------
    ValueError
        If the test rejects that often without any difference.
    """
    critical, df = np.broadcast_arrays(
        np.asarray(critical, dtype=float), np.asarray(df, dtype=float)
    )
    if (2 * special.stdtr(df, -critical) >= power).any():
        raise ValueError(f"the level of the test is not below its power of {power}")
    return _decreasing_root(
        lambda noncentrality: (
            _t_cdf(critical, df, noncentrality) + _t_cdf(critical, df, -noncentrality) - 1
        ),
        1 - power,
        start=critical + special.ndtri(power),
        step=0.1 * critical,
        lowest=0.0,
    )


def _t_cdf(statistic: FloatArray, df: FloatArray, noncentrality: FloatArray) -> FloatArray:
    """Return P(T <= statistic) for a statistic that is not negative.

    scipy gives NaN where the smaller of the two tails lies below 1e-15.
    """
    probability = np.empty(statistic.shape)
    large = statistic > _LARGE_T
    probability[~large] = special.nctdtr(df[~large], noncentrality[~large], statistic[~large])
    if large.any():
        probability[large] = _large_t_cdf(statistic[large], df[large], noncentrality[large])
    return np.where(np.isnan(probability), noncentrality < 0, probability)


def _large_t_cdf(statistic: FloatArray, df: FloatArray, noncentrality: FloatArray) -> FloatArray:
    r"""Integrate the chi-squared tail over the normal variable, by the trapezoidal rule.

    A t from z and s is at most t if :math:`s \ge (z + \delta) / t`, which for a large t changes
    slowly with z: over some :math:`t / \sqrt{2\nu}`, so that the rule converges geometrically.
    """
    step = 0.4 * min(0.5, (statistic / np.sqrt(2 * df)).min())
    z = np.linspace(-_NORMAL_REACH, _NORMAL_REACH, int(np.ceil(2 * _NORMAL_REACH / step)))
    scale = np.maximum(z + noncentrality[:, None], 0.0) / statistic[:, None]
    tail = special.chdtrc(df[:, None], df[:, None] * scale**2)
    density = np.exp(-(z**2) / 2)
    return tail @ density / density.sum()


def _decreasing_root(
    probability_at: Callable[[FloatArray], FloatArray],
    target: ArrayLike,
    start: FloatArray,
    step: FloatArray,
    lowest: float = -np.inf,
) -> FloatArray:
    """Solve ``probability_at(x) = target`` element by element, for a decreasing probability.

    On the probit scale the curve is nearly straight, where regula falsi with Illinois' correction
    (Dowell and Jarratt 1971, BIT 11, 168-174) takes a handful of steps.
    """

    def height(x: FloatArray) -> FloatArray:
        return special.ndtri(np.clip(probability_at(x), 1e-300, 1 - 1e-16)) - special.ndtri(target)

    low, high = np.maximum(start - step, lowest), np.maximum(start, lowest) + step
    while ((f_low := height(low)) < 0).any():
        step = 2 * step
        low = np.where(f_low < 0, np.maximum(low - step, lowest), low)
    while ((f_high := height(high)) > 0).any():
        step = 2 * step
        high = np.where(f_high > 0, high + step, high)
    for _ in range(_MAX_ITERATIONS):
        # equal heights are both 0, so the bracket holds a root
        with np.errstate(invalid="ignore"):
            x = np.where(f_low > f_high, low + (high - low) * f_low / (f_low - f_high), low)
        f = height(x)
        # far out scipy's probability has few digits, which limit the bracket
        if ((np.abs(f) < 1e-10) | (high - low <= 1e-12 * np.abs(x))).all():
            return x
        above = f > 0
        f_high = np.where(above, f_high / 2, f)
        f_low = np.where(above, f, f_low / 2)
        low, high = np.where(above, x, low), np.where(above, high, x)
    raise RuntimeError("the noncentrality did not settle")
