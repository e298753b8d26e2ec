"""Tests of all pairs of groups by the studentized range."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import polars as pl
from numpy.typing import ArrayLike

from analysis_py.statistics.arrays import FloatArray, IntArray
from analysis_py.statistics.numerics import studentized_range


@dataclass(frozen=True, kw_only=True)
class PairRow:
    """A pair of groups: the difference of the means and its test, if any.

    Attributes
    ----------
    estimate : float
        Mean a − mean b.
    std_error : float or None
        Of the difference.
    ci_low, ci_high : float or None
        Simultaneous over all pairs.
    statistic : float or None
        The studentized range q.
    pooled_std_dev, hedges_g, hedges_g_low, hedges_g_high : float or None
        Standard deviation within both groups, and the standardised difference with its interval.
    status : str
        ``ok``, or why there is no test.
    """

    group_a: str
    group_b: str
    n_a: int
    n_b: int
    estimate: float
    std_error: float | None
    ci_low: float | None
    ci_high: float | None
    statistic: float | None
    df_den: float | None
    p_adjusted: float | None
    pooled_std_dev: float | None
    hedges_g: float | None
    hedges_g_low: float | None
    hedges_g_high: float | None
    status: str


def pair_indices(k: int) -> tuple[IntArray, IntArray]:
    """Return the positions of both groups of every pair of k groups."""
    a, b = np.array(list(combinations(range(k), 2))).T
    return a, b


def studentized_pairs(
    groups: Sequence[str],
    n: IntArray,
    mean: FloatArray,
    std_error: FloatArray,
    df: ArrayLike,
    confidence_level: float,
) -> pl.DataFrame:
    """Test every pair of k groups by their studentized range."""
    a, b = pair_indices(len(groups))
    estimate = mean[a] - mean[b]
    q = np.abs(estimate) / (std_error / np.sqrt(2))
    margin = studentized_range.critical_value(confidence_level, len(groups), df) * std_error
    margin = margin / np.sqrt(2)
    return pl.DataFrame(
        {
            "group_a": [groups[i] for i in a],
            "group_b": [groups[i] for i in b],
            "n_a": n[a],
            "n_b": n[b],
            "estimate": estimate,
            "std_error": std_error,
            "ci_low": estimate - margin,
            "ci_high": estimate + margin,
            "statistic": q,
            "df_den": np.broadcast_to(np.asarray(df, dtype=float), q.shape),
            "p_adjusted": np.exp(studentized_range.log_sf(q, len(groups), df)),
        }
    )
