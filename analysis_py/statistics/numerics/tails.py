"""Upper tails of F and Student's t, 0 below the smallest double."""

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from analysis_py.statistics.arrays import FloatArray


def f_sf(statistic: float, df_num: float, df_den: float) -> float:
    """Return the upper tail of F, from the more precise of x and 1 - x.

    It is the incomplete beta function at d2 / (d2 + d1 F) (Abramowitz and Stegun 1964, eq. 26.6.2).
    Of a million degrees of freedom scipy's own ``fdtrc`` has eight digits, this has eleven.
    """
    explained = df_num * statistic
    total = df_den + explained
    if df_den < explained:
        return float(special.betainc(df_den / 2, df_num / 2, df_den / total))
    return float(special.betaincc(df_num / 2, df_den / 2, explained / total))


def t_sf(statistic: ArrayLike, df: ArrayLike) -> FloatArray:
    """Return the upper tail of Student's t."""
    return special.stdtr(df, -np.asarray(statistic, dtype=float))


def t_sf_two_sided(statistic: float, df: float) -> float:
    """Return the two-sided tail of Student's t."""
    return 2 * float(special.stdtr(df, -abs(statistic)))
