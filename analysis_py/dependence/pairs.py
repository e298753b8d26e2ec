"""All pairs of the levels of a factor, compared as if rows were independent and as they are.

Both tables start from counts and sums per base family and level. One puts the naive standard error
beside the cluster-robust one; the other resamples whole base families.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import combinations, count
from typing import TypedDict

import numpy as np
import polars as pl
from numpy.typing import NDArray

from analysis_py.dependence.bootstrap import resample_means, summarise_difference
from analysis_py.dependence.levels import (
    BaseFamilyLevels,
    PairOfLevels,
    base_family_levels,
    describe_pairs,
)
from analysis_py.dependence.robust import RobustContrasts, mean_differences
from analysis_py.numerics.contrast_tests import MINIMUM_DF, holm, t_test
from analysis_py.numerics.seeds import bootstrap_seed
from analysis_py.rows import frame_of, unfilled


@dataclass(frozen=True, kw_only=True)
class _PairRow:
    """A pair of levels with what any method says of it."""

    group_a: str
    group_b: str
    n_a: int
    n_b: int
    n_clusters_a: int
    n_clusters_b: int
    estimate: float | None
    ci_low: float | None
    ci_high: float | None
    p_value: float | None
    warning: str | None
    status: str


@dataclass(frozen=True, kw_only=True)
class RobustPairRow(_PairRow):
    """A pair of levels with its naive and its CR2 standard error."""

    std_error_naive: float | None
    df_den_naive: float | None
    p_value_naive: float | None
    std_error: float | None
    std_error_ratio: float | None
    statistic: float | None
    df_den: float | None
    log10_p_value: float | None
    p_adjusted: float | None


@dataclass(frozen=True, kw_only=True)
class RobustRow:
    """All pairs of the levels of a factor, with cluster-robust errors."""

    cohort_id: str
    benchmark_id: str
    factor: str
    pairs: list[RobustPairRow]


@dataclass(frozen=True, kw_only=True)
class BootstrapPairRow(_PairRow):
    """A pair of levels by resampling of base families."""

    std_error: float | None
    n_samples_used: int | None


@dataclass(frozen=True, kw_only=True)
class BootstrapRow:
    """All pairs of the levels of a factor, by resampling."""

    cohort_id: str
    benchmark_id: str
    factor: str
    n_clusters: int
    n_samples: int
    seed: int
    pairs: list[BootstrapPairRow]


class _Naive(TypedDict):
    """The test of a difference as if rows were independent."""

    std_error_naive: float | None
    df_den_naive: float | None
    p_value_naive: float | None


def fit_cluster_robust(sums: pl.DataFrame, confidence_level: float = 0.95) -> pl.DataFrame:
    """Compare all pairs of levels with naive and with CR2 standard errors.

    Parameters
    ----------
    sums : polars.DataFrame
        One row per cohort, benchmark, factor, level and base family, with ``level_order``,
        ``is_tested``, ``n_obs``, ``total_units`` (millionths of a percent) and ``sum_squares``.
        Levels that are not tested are left out.
    confidence_level : float
        Of each interval; not simultaneous.

    Returns
    -------
    polars.DataFrame
        One row per cohort, benchmark and factor, with ``pairs``: groups, sizes, numbers of base
        families, the difference of the means, both standard errors and p-values,
        ``std_error_ratio`` (CR2 ÷ naive), ``p_adjusted`` (Holm 1979, over the pairs of the
        factor) and ``status``. A pair without an observation, or with a group in one base family
        only, has no robust result and says why.
    """
    return frame_of(
        RobustRow,
        (
            RobustRow(**data.key, pairs=_robust_pairs(data, confidence_level))
            for data in base_family_levels(sums)
        ),
    )


def fit_cluster_bootstrap(
    sums: pl.DataFrame, n_samples: int, seed: int, confidence_level: float = 0.95
) -> pl.DataFrame:
    """Compare all pairs of levels by resampling base families.

    Parameters
    ----------
    sums : polars.DataFrame
        As for :func:`fit_cluster_robust`.
    n_samples : int
        Number of bootstrap samples.
    seed : int
        Every cohort, benchmark and factor draws its own numbers from it.
    confidence_level : float
        Of each percentile interval.

    Returns
    -------
    polars.DataFrame
        One row per cohort, benchmark and factor, with ``n_clusters`` to draw from, ``n_samples``,
        ``seed`` and ``pairs``: as in :func:`fit_cluster_robust`, with the bootstrap's standard
        error, percentile interval and p-value, and ``n_samples_used``, those in which both
        groups occur.
    """
    rows = []
    for data in base_family_levels(sums):
        drawn = data.n_obs.sum(axis=1) > 0
        rng = np.random.default_rng(
            bootstrap_seed(
                seed, data.key["cohort_id"], data.key["benchmark_id"], data.key["factor"]
            )
        )
        # the products add whole numbers, so no order of adding them changes a digit
        means = resample_means(data.n_obs[drawn], data.total[drawn], n_samples, rng) / 1e6
        rows.append(
            BootstrapRow(
                **data.key,
                n_clusters=int(drawn.sum()),
                n_samples=n_samples,
                seed=seed,
                pairs=[
                    _resampled_pair(pair, means[:, a] - means[:, b], confidence_level)
                    for pair, a, b in describe_pairs(data)
                ],
            )
        )
    return frame_of(BootstrapRow, rows)


def _resampled_pair(
    pair: PairOfLevels, differences: NDArray[np.float64], confidence_level: float
) -> BootstrapPairRow:
    if pair["status"] != "ok":
        return unfilled(BootstrapPairRow, **pair)
    found = summarise_difference(differences, confidence_level)
    is_short = found["n_samples_used"] < len(differences)
    warning = "a group is missing from some samples" if is_short else None
    return BootstrapPairRow(**pair, **found, warning=warning)


def _robust_pairs(data: BaseFamilyLevels, confidence_level: float) -> list[RobustPairRow]:
    pairs = [pair for pair, _, _ in describe_pairs(data)]
    observed = np.flatnonzero(data.n_obs.sum(axis=0) > 0)
    if len(observed) < 2:
        return [unfilled(RobustPairRow, **pair) for pair in pairs]
    seen = data.select(observed)
    fit = mean_differences(
        seen.n_obs, seen.mean, seen.sum_squares, list(combinations(range(len(observed)), 2))
    )
    contrasts = count()
    rows = [
        unfilled(RobustPairRow, **pair)
        if pair["estimate"] is None
        else _robust_pair(pair, pair["estimate"], fit, next(contrasts), confidence_level)
        for pair in pairs
    ]
    adjusted = holm([row.p_value for row in rows])
    return [replace(row, p_adjusted=p) for row, p in zip(rows, adjusted, strict=True)]


def _robust_pair(
    pair: PairOfLevels, estimate: float, fit: RobustContrasts, i: int, confidence_level: float
) -> RobustPairRow:
    naive: _Naive = {"std_error_naive": None, "df_den_naive": None, "p_value_naive": None}
    std_error_naive = float(fit.std_error_naive[i])
    if std_error_naive > 0:
        test = t_test(estimate, std_error_naive, fit.df_naive, confidence_level)
        naive = {
            "std_error_naive": std_error_naive,
            "df_den_naive": float(fit.df_naive),
            "p_value_naive": test["p_value"],
        }
    std_error, df = float(fit.std_error[i]), float(fit.df[i])
    if pair["status"] == "ok" and not (std_error > 0 and df > 0):
        pair = {**pair, "status": "no variance between base families"}
    if pair["status"] != "ok":
        return unfilled(RobustPairRow, **pair, **naive)
    return RobustPairRow(
        **pair,
        **naive,
        **t_test(estimate, std_error, df, confidence_level),
        std_error=std_error,
        df_den=df,
        std_error_ratio=std_error / std_error_naive if std_error_naive > 0 else None,
        p_adjusted=None,
        warning="fewer than 4 degrees of freedom" if df < MINIMUM_DF else None,
    )
