"""Upper tails of the F and t distributions, beyond the smallest double.

A leaderboard of thousands of rows gives p-values such as 1e-500, one of a hundred thousand rows
1e-15000. Printing 0 for them would lose the order of magnitude, which separates one strong effect
from another.
"""

from math import exp, inf, isinf, isnan, log, log1p, log10, pi

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from analysis_py.statistics.arrays import FloatArray
from analysis_py.statistics.numerics.stirling import stirling_remainder

_LOG_10 = log(10.0)
# Up to here scipy's incomplete beta function is accurate to 7e-13. With more degrees of freedom on
# both sides, the rounding of its argument is multiplied by them.
_SCIPY_DF = 1e4
# Numbers near the smallest double have fewer digits.
_SCIPY_TAIL = 1e-290
# An F this near 1 has logarithms that cancel to the square of its excess.
_NEAR_ONE = 0.5
# Two roundings: the terms of the continued fraction no longer change it.
_EPSILON = 4e-16
_MAX_TERMS = 1_000_000


def log10_f_sf(statistic: float, df_num: float, df_den: float) -> float:
    r"""Return log10 of the upper tail of F.

    Parameters
    ----------
    statistic : float
        The F value, not negative.
    df_num, df_den : float
        Degrees of freedom, positive and finite, not necessarily whole.

    Returns
    -------
    float
        ``log10 P(F > statistic)``; ``-inf`` if the statistic is infinite, NaN if it is NaN.

    Raises
    ------
    ValueError
        If the statistic is negative, or a number of degrees of freedom not positive and finite.

    Notes
    -----
    With :math:`a = d_2/2`, :math:`b = d_1/2` and :math:`x = a / (a + b f)`,
    :math:`P(F > f) = I_x(a, b)` (DLMF 8.17.1; Abramowitz and Stegun 1964, eq. 26.6.2). Where
    scipy's function underflows or the degrees of freedom are too many for it, the continued
    fraction of :func:`_log_tail` replaces it, for the tail on the far side of 1.
    """
    f, d1, d2 = float(statistic), float(df_num), float(df_den)
    if f < 0 or not (0 < d1 < inf and 0 < d2 < inf):
        raise ValueError(
            f"a tail of F needs F >= 0 and finite degrees of freedom > 0, got F = {f} with {d1} "
            f"and {d2}"
        )
    if isnan(f):
        return f
    if f == 0 or isinf(f):
        return 0.0 if f == 0 else -inf
    # scipy is off by up to 4e-12 for an even d1, for which the continued fraction is finite
    if d1 <= _SCIPY_DF and d2 <= _SCIPY_DF and d1 % 2:
        upper = _scipy_tail(f, d1, d2)
        if upper > 0.5:
            return log1p(-_scipy_tail(1 / f, d2, d1)) / _LOG_10
        if upper > _SCIPY_TAIL:
            return log10(upper)
    if f >= 1:
        return _log_tail(f, f - 1, d1 / 2, d2 / 2) / _LOG_10
    # the lower tail of F is the upper tail of 1 / F with its degrees of freedom exchanged
    return log1p(-exp(_log_tail(1 / f, (1 - f) / f, d2 / 2, d1 / 2))) / _LOG_10


def log10_t_sf_two_sided(statistic: float, df: float) -> float:
    """Return log10 of the two-sided tail of Student's t, whose square is F with 1 and df."""
    return log10_f_sf(statistic * statistic, 1, df)


def log10_t_sf(statistic: ArrayLike, df: ArrayLike) -> FloatArray:
    """Return log10 of the upper tail of Student's t, accurate however small it is.

    Parameters
    ----------
    statistic, df : array_like, shape (n,)
    """
    t, df = np.broadcast_arrays(np.asarray(statistic, dtype=float), np.asarray(df, dtype=float))
    two_sided = [log10_t_sf_two_sided(*pair) for pair in zip(t.flat, df.flat, strict=True)]
    log10_smaller = np.reshape(two_sided, t.shape) - np.log10(2)
    return np.where(t > 0, log10_smaller, np.log1p(-(10.0**log10_smaller)) / _LOG_10)


def from_log10(log10_p: float) -> float:
    """Return a p-value from its log10; 0 if it is below the smallest double."""
    return float(10.0**log10_p) if log10_p > -308 else 0.0


def _scipy_tail(f: float, d1: float, d2: float) -> float:
    """Return the upper tail, from the more precise of x and 1 - x."""
    explained = d1 * f
    total = d2 + explained
    if d2 < explained:
        return special.betainc(d2 / 2, d1 / 2, d2 / total)
    return special.betaincc(d1 / 2, d2 / 2, explained / total)


def _log_tail(f: float, excess: float, b: float, a: float) -> float:
    r"""Return the natural log of :math:`I_x(a, b)` at :math:`x = a / (a + b f)`, for f from 1 on.

    Notes
    -----
    :math:`I_x(a, b)` is :math:`x^a (1 - x)^b / B(a, b)` over a continued fraction: the even part of
    DLMF 8.17.22, whose terms do not cancel for large a (DiDonato and Morris 1992, ACM Transactions
    on Mathematical Software 18, 360-373, eq. 9).
    """
    return _log_power_terms(f, excess, b, a) - log(_continued_fraction(f, excess, b, a))


def _continued_fraction(f: float, excess: float, b: float, a: float) -> float:
    r"""Evaluate :math:`\beta_0 + \alpha_1 / (\beta_1 + \alpha_2 / (\beta_2 + \dots))`.

    With :math:`y = 1 - x` and :math:`\lambda = a y - b x`, not negative for f from 1 on,

    .. math::
        \alpha_m &= \frac{(a + m - 1)(a + b + m - 1) m (b - m) x^2}{(a + 2m - 1)^2}, \\
        \beta_m &= m + \frac{m (b - m) x}{a + 2m - 1}
            + \frac{(a + m)(\lambda + 1 + m (1 + y))}{a + 2m + 1},

    by the algorithm of Lentz (1976, Applied Optics 15, 668-671). It takes a dozen terms far in the
    tail and at most some :math:`\sqrt{\min(a, b)}` near 1.
    """
    total = a + b * f
    x, y, drift = a / total, b * f / total, a * b * excess / total
    value = numerators = a * (drift + 1) / (a + 1)
    denominators = 0.0
    for m in range(1, _MAX_TERMS):
        odd = a + 2 * m - 1
        alpha = (a + m - 1) / odd * (a + b + m - 1) / odd * m * (b - m) * x * x
        beta = m + m * (b - m) * x / odd + (a + m) * (drift + 1 + m * (1 + y)) / (odd + 2)
        denominators = 1 / (beta + alpha * denominators)
        numerators = beta + alpha / numerators
        change = numerators * denominators
        value *= change
        if not abs(change - 1) > _EPSILON:
            return value
    raise RuntimeError(f"the tail of F did not settle at F = {f} with {2 * b} and {2 * a}")


def _log_power_terms(f: float, excess: float, b: float, a: float) -> float:
    r"""Return the log of :math:`x^a (1 - x)^b / B(a, b)` without a difference of large logarithms.

    Around :math:`f = 1` it is, with Stirling's remainder :math:`\Delta`,

    .. math::
        \tfrac12 \log \frac{a b}{2 \pi (a + b)} + \Delta(a + b) - \Delta(a) - \Delta(b)
        + b \log f - (a + b) \log\left(1 + \frac{b (f - 1)}{a + b}\right)

    (Loader 2000, Fast and accurate computation of binomial probabilities). The last two terms stay
    the same when a and b are exchanged and f is inverted; with the smaller of a and b in front they
    do not cancel, but for their linear parts near 1, which are equal.
    """
    total = a + b
    of_total, of_a, of_b = stirling_remainder([total, a, b])
    if b <= a:
        small, log_ratio, excess = b, log(f), excess
    else:
        small, log_ratio, excess = a, -log(f), -excess / f
    mean_excess = small * excess / total
    if abs(excess) < _NEAR_ONE:
        power = small * _log1p_minus(excess) - total * _log1p_minus(mean_excess)
    else:
        power = small * log_ratio - total * log1p(mean_excess)
    return 0.5 * log(a / total * b / (2 * pi)) + float(of_total - of_a - of_b) + power


def _log1p_minus(u: float) -> float:
    """Return log(1 + u) - u, whose two parts are equal to first order, for |u| below 1 / 2."""
    # log(1 + u) is 2 artanh(v), and u is 2 v + u v; 17 powers of v^2 < 1 / 9 leave less than 1e-17
    v = u / (2 + u)
    power, beyond_first = v, 0.0
    for odd in range(3, 37, 2):
        power *= v * v
        beyond_first += 2 * power / odd
    return beyond_first - u * v
