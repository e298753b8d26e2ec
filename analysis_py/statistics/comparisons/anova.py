"""One-way analysis of variance, its test of equal spread, and Tukey–Kramer comparisons.

They need only the size, mean and standard deviation of each group, which SQL has computed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
import polars as pl
from numpy.typing import ArrayLike
from statsmodels.stats.oneway import anova_generic

from analysis_py.statistics.arrays import FloatArray, IntArray
from analysis_py.statistics.comparisons.effect_sizes import variance_shares
from analysis_py.statistics.comparisons.pairs import pair_indices, studentized_pairs
from analysis_py.statistics.numerics.tails import f_sf


@dataclass(frozen=True)
class Anova:
    """A comparison of the means of groups.

    Attributes
    ----------
    df_num, df_den : float
        Degrees of freedom; Welch's ``df_den`` is estimated and not a whole number.
    statistic, p_value : float
        F and its upper tail.
    """

    df_num: float
    df_den: float
    statistic: float
    p_value: float
    n_obs: int
    n_groups: int

    @classmethod
    def from_f(cls, statistic: float, df_den: float, n_obs: IntArray, **more: float) -> Self:
        """Return the comparison of groups with the upper tail of its F."""
        df_num = len(n_obs) - 1
        return cls(
            df_num=df_num,
            df_den=df_den,
            statistic=statistic,
            p_value=f_sf(statistic, df_num, df_den),
            n_obs=int(n_obs.sum()),
            n_groups=len(n_obs),
            **more,
        )


@dataclass(frozen=True)
class OneWayAnova(Anova):
    """A one-way analysis of variance with one variance for all groups.

    Attributes
    ----------
    eta_squared, omega_squared : float
        Share of variance between groups, in the sample and estimated for the population
        (Hays 1963).
    mean_square_error : float
        Pooled variance within groups, in squared units of the response.
    """

    eta_squared: float
    omega_squared: float
    mean_square_error: float


def cannot_compare(n_obs: ArrayLike, std_dev: ArrayLike) -> str | None:
    """Return why groups cannot be compared, or None.

    Parameters
    ----------
    n_obs, std_dev : array_like, shape (k,)
        Sizes and standard deviations; those of groups of one row are ignored.
    """
    n_obs = np.asarray(n_obs)
    if len(n_obs) < 2:
        return "one group only" if len(n_obs) else "no observations"
    if (n_obs > 1).sum() == 0:
        return "no group has two rows"
    if not (np.asarray(std_dev)[n_obs > 1] > 0).any():
        return "no variance within groups"
    return None


def one_way_anova(n_obs: ArrayLike, mean: ArrayLike, std_dev: ArrayLike) -> OneWayAnova:
    """Compare the means of groups of unequal size (Fisher 1925).

    Parameters
    ----------
    n_obs, mean, std_dev : array_like, shape (k,)
        Size, mean and sample standard deviation of each group. A group of one row has no
        standard deviation (NaN) and adds nothing to the variance within groups.

    Raises
    ------
    ValueError
        If the groups cannot be compared; see :func:`cannot_compare`.
    """
    n, mean, variance = _check_summaries(n_obs, mean, std_dev)
    test = anova_generic(mean, variance, n, use_var="equal")
    statistic, df_den = float(test.statistic), int(n.sum()) - len(n)
    eta_squared, omega_squared = variance_shares(statistic, len(n) - 1, df_den)
    return OneWayAnova.from_f(
        statistic,
        df_den,
        n,
        eta_squared=eta_squared,
        omega_squared=omega_squared,
        mean_square_error=float(np.average(variance, weights=n - 1)),
    )


def tukey_kramer(
    groups: Sequence[str],
    n_obs: ArrayLike,
    mean: ArrayLike,
    std_dev: ArrayLike,
    confidence_level: float = 0.95,
) -> pl.DataFrame:
    """Compare all pairs of groups of unequal size (Tukey 1953, Kramer 1956).

    Parameters
    ----------
    n_obs, mean, std_dev : array_like, shape (k,)
        As for :func:`one_way_anova`.
    confidence_level : float
        Simultaneous over all pairs.

    Returns
    -------
    polars.DataFrame
        One row per pair, with the columns of
        :class:`analysis_py.statistics.comparisons.pairs.PairRow` but its status.

    Raises
    ------
    ValueError
        If the groups cannot be compared.
    """
    n, mean, _ = _check_summaries(n_obs, mean, std_dev)
    anova = one_way_anova(n_obs, mean, std_dev)
    a, b = pair_indices(len(groups))
    std_error = np.sqrt(anova.mean_square_error * (1 / n[a] + 1 / n[b]))
    return studentized_pairs(groups, n, mean, std_error, anova.df_den, confidence_level)


def _check_summaries(
    n_obs: ArrayLike, mean: ArrayLike, std_dev: ArrayLike
) -> tuple[IntArray, FloatArray, FloatArray]:
    n = np.asarray(n_obs, dtype=np.int64)
    std_dev = np.asarray(std_dev, dtype=float)
    if problem := cannot_compare(n, std_dev):
        raise ValueError(f"the groups cannot be compared: {problem}")
    return n, np.asarray(mean, dtype=float), np.where(n > 1, std_dev, 0.0) ** 2
