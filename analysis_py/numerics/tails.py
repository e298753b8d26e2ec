"""Upper tails of the F and t distributions, down to where a double has no number left.

A leaderboard of thousands of rows gives p-values such as 1e-500. Printing 0 for them would lose
the order of magnitude, which is what separates one strong effect from another.
"""

from __future__ import annotations

import mpmath
import numpy as np
from scipy import special


def log10_f_sf(statistic: float, df_num: float, df_den: float) -> float:
    r"""Return log10 of the upper tail of F.

    Parameters
    ----------
    statistic : float
        The F value, not negative.
    df_num, df_den : float
        Degrees of freedom, positive.

    Returns
    -------
    float
        ``log10 P(F > statistic)``; ``-inf`` where the statistic is infinite.

    Notes
    -----
    :math:`P(F > f) = I_x(d_2/2, d_1/2)` with :math:`x = d_2 / (d_2 + d_1 f)` (Abramowitz and
    Stegun 1964, eq. 26.6.2). Where the incomplete beta function underflows, mpmath evaluates it
    without a lower limit to its exponent.
    """
    if np.isinf(statistic):
        return -np.inf
    x = df_den / (df_den + df_num * statistic)
    tail = special.betainc(df_den / 2, df_num / 2, x)
    if tail > 0:
        return float(np.log10(tail))
    with mpmath.workdps(30):
        exact = mpmath.betainc(df_den / 2, df_num / 2, 0, x, regularized=True)
        return float(mpmath.log10(exact))


def log10_t_sf_two_sided(statistic: float, df: float) -> float:
    """Return log10 of the two-sided tail of Student's t, whose square is F with 1 and df."""
    return log10_f_sf(statistic**2, 1, df)


def from_log10(log10_p: float) -> float:
    """Return the p-value of its log10; 0 where a double cannot hold it."""
    return float(10.0**log10_p) if log10_p > -308 else 0.0
