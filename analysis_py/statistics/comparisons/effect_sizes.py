"""Effect sizes with intervals: shares of variance and standardised differences.

With thousands of rows a p-value says little; effect sizes say how large a difference is.
"""

import numpy as np
from numpy.typing import ArrayLike

from analysis_py.statistics.arrays import FloatArray
from analysis_py.statistics.numerics.noncentral import noncentrality_of_f, noncentrality_of_t
from analysis_py.statistics.numerics.stirling import stirling_remainder


def variance_shares(statistic: float, df_num: float, df_den: float) -> tuple[float, float]:
    """Return the share of variance between groups: eta squared and omega squared (Hays 1963)."""
    explained = df_num * statistic
    omega_squared = (explained - df_num) / (explained + df_den + 1)
    return explained / (explained + df_den), omega_squared


def variance_share_interval(
    statistic: float, df_num: float, df_den: float, confidence_level: float = 0.95
) -> tuple[float, float]:
    r"""Return an interval for the share of variance between groups in the population.

    Steiger (2004), Psychological Methods 9, 164-182: the interval of the noncentrality
    :math:`\lambda` of F, turned into :math:`\lambda / (\lambda + N)`.
    """
    tail = (1 - confidence_level) / 2
    n_obs = df_num + df_den + 1
    low = noncentrality_of_f(statistic, df_num, df_den, 1 - tail)
    high = noncentrality_of_f(statistic, df_num, df_den, tail)
    return low / (low + n_obs), high / (high + n_obs)


def hedges_g(
    estimate: ArrayLike,
    pooled_std_dev: ArrayLike,
    n_a: ArrayLike,
    n_b: ArrayLike,
    confidence_level: float = 0.95,
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return the standardised differences of two means, and the ends of their intervals.

    Parameters
    ----------
    estimate, pooled_std_dev : array_like, shape (n,)
        Differences of means and the standard deviations within the two groups.
    n_a, n_b : array_like of int, shape (n,)
        Sizes, at least 4 together: the correction has no value at one degree of freedom.

    Notes
    -----
    Hedges (1981), Journal of Educational Statistics 6, 107-128, eq. 6e. The interval is that of the
    noncentrality of t (Steiger and Fouladi 1997), which is exact for the population's difference;
    the correction concerns the estimate alone.
    """
    n_a, n_b = np.asarray(n_a, dtype=float), np.asarray(n_b, dtype=float)
    df = n_a + n_b - 2
    unit = np.sqrt(1 / n_a + 1 / n_b)
    difference = np.asarray(estimate, dtype=float) / pooled_std_dev
    statistic = difference / unit
    tail = (1 - confidence_level) / 2
    low, high = (noncentrality_of_t(statistic, df, p) * unit for p in (1 - tail, tail))
    return np.asarray(_hedges_correction(df) * difference, dtype=float), low, high


def _hedges_correction(df: FloatArray) -> FloatArray:
    r"""Return :math:`\Gamma(h) / (\sqrt{h} \, \Gamma(h - 1/2))` with h half of df.

    With Stirling's formula for both, whose large parts cancel to -(h - 1) log(1 - 1 / 2h) - 1 / 2.
    """
    half = df / 2
    remainders = stirling_remainder(half) - stirling_remainder(half - 0.5)
    return np.exp(remainders - (half - 1) * np.log1p(-0.5 / half) - 0.5)
