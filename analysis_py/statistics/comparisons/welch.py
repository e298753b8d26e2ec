"""Comparisons of means that do not assume equal variances: Welch's test and Games–Howell pairs.

On a leaderboard the variances of groups differ by factors of 3 to 36 while their sizes differ by
more, where a pooled variance misleads most. Both methods take group summaries.
"""

from collections.abc import Sequence

import numpy as np
import polars as pl
from numpy.typing import ArrayLike
from statsmodels.stats.oneway import anova_generic

from analysis_py.statistics.arrays import BoolArray, FloatArray, IntArray
from analysis_py.statistics.comparisons.anova import Anova
from analysis_py.statistics.comparisons.pairs import pair_indices, studentized_pairs


def has_variance(n_obs: ArrayLike, std_dev: ArrayLike) -> BoolArray:
    """Return which groups have a variance: at least two rows that differ."""
    return (np.asarray(n_obs) > 1) & (np.nan_to_num(np.asarray(std_dev, dtype=float)) > 0)


def welch_anova(n_obs: ArrayLike, mean: ArrayLike, std_dev: ArrayLike) -> Anova:
    r"""Compare the means of groups with unequal variances.

    Welch (1951), Biometrika 38, 330-336, eq. 27: with weights :math:`w_i = n_i / s_i^2`,

    .. math::
        F = \frac{\sum w_i (\bar x_i - \bar x_w)^2 / (k - 1)}{1 + 2 (k - 2) \Lambda / (k^2 - 1)},
        \quad \Lambda = \sum \frac{(1 - w_i / \sum w)^2}{n_i - 1},
        \quad \nu_2 = \frac{k^2 - 1}{3 \Lambda}.
    """
    n, mean, variance = _check_summaries(n_obs, mean, std_dev)
    test = anova_generic(mean, variance, n, use_var="unequal", welch_correction=True)
    return Anova.from_f(float(test.statistic), float(test.df_denom), n)


def games_howell(
    groups: Sequence[str],
    n_obs: ArrayLike,
    mean: ArrayLike,
    std_dev: ArrayLike,
    confidence_level: float = 0.95,
) -> pl.DataFrame:
    """Compare all pairs of groups with unequal variances.

    Games and Howell (1976), Journal of Educational Statistics 1, 113-125: the studentized range
    of k groups, with each pair's standard error and degrees of freedom after Welch (1938).
    """
    n, mean, variance = _check_summaries(n_obs, mean, std_dev)
    a, b = pair_indices(len(groups))
    std_error, df = welch_standard_error(n[a], variance[a], n[b], variance[b])
    return studentized_pairs(groups, n, mean, std_error, df, confidence_level)


def welch_standard_error(
    n_a: ArrayLike, variance_a: ArrayLike, n_b: ArrayLike, variance_b: ArrayLike
) -> tuple[FloatArray, FloatArray]:
    """Return the standard error of a difference of means and its degrees of freedom.

    Welch (1938), Biometrika 29, 350-362, and Satterthwaite (1946), Biometrics 2, 110-114.
    """
    share_a = np.asarray(variance_a, dtype=float) / n_a
    share_b = np.asarray(variance_b, dtype=float) / n_b
    squared = share_a + share_b
    df = squared**2 / (share_a**2 / (np.asarray(n_a) - 1) + share_b**2 / (np.asarray(n_b) - 1))
    return np.sqrt(squared), df


def _check_summaries(
    n_obs: ArrayLike, mean: ArrayLike, std_dev: ArrayLike
) -> tuple[IntArray, FloatArray, FloatArray]:
    n, std_dev = np.asarray(n_obs, dtype=np.int64), np.asarray(std_dev, dtype=float)
    if len(n) < 2:
        raise ValueError(f"needs two groups, got {len(n)}")
    if not (usable := has_variance(n, std_dev)).all():
        raise ValueError(f"groups without a variance: {(~usable).sum()} of {len(n)}")
    return n, np.asarray(mean, dtype=float), std_dev**2
