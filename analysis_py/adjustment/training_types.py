"""Adjusted means and differences of training types for every cohort and benchmark."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import combinations
from typing import TypedDict

import numpy as np
import polars as pl

from analysis_py.adjustment.cells import FORMULAS, TypedCells, design, overlap, support, warnings_of
from analysis_py.dependence.robust import RobustContrasts, regression_contrasts
from analysis_py.keys import BENCHMARK_KEY, by_benchmark
from analysis_py.numerics.contrast_tests import MINIMUM_DF, TTest, holm, t_test
from analysis_py.rows import frame_of, unfilled


@dataclass(frozen=True, kw_only=True)
class _AdjustedRow:
    """An estimate at the cohort's mix, beside the same unadjusted."""

    estimate_raw: float | None
    estimate: float | None
    std_error_naive: float | None
    std_error: float | None
    df_den: float | None
    ci_low: float | None
    ci_high: float | None
    warning: str | None
    status: str


@dataclass(frozen=True, kw_only=True)
class AdjustedMeanRow(_AdjustedRow):
    """The mean of a training type at the cohort's mix."""

    level: str
    n_obs: int
    n_clusters: int
    size_support: float | None
    family_support: float | None


@dataclass(frozen=True, kw_only=True)
class AdjustedPairRow(_AdjustedRow):
    """The difference of two training types at the cohort's mix."""

    group_a: str
    group_b: str
    n_a: int
    n_b: int
    n_clusters_a: int
    n_clusters_b: int
    statistic: float | None
    p_value: float | None
    log10_p_value: float | None
    p_adjusted: float | None
    common_share_a: float | None
    common_share_b: float | None
    size_overlap: float | None


@dataclass(frozen=True, kw_only=True)
class AdjustedTypesRow:
    """The training types of a cohort and benchmark by one method."""

    cohort_id: str
    benchmark_id: str
    factor: str
    method: str
    formula: str
    n_used: int
    n_dropped: int
    means: list[AdjustedMeanRow]
    pairs: list[AdjustedPairRow]


class _Groups(TypedDict):
    """Two training types and their sizes."""

    group_a: str
    group_b: str
    n_a: int
    n_b: int
    n_clusters_a: int
    n_clusters_b: int


class _Contrast(TypedDict):
    """An estimate with both standard errors."""

    estimate: float | None
    std_error_naive: float | None
    std_error: float | None
    df_den: float | None
    status: str


_NO_ROW = "no evaluation with a size and a score"
_ONE_BASE_FAMILY = "a group lies in one base family"


def fit_adjusted_types(cells: pl.DataFrame, confidence_level: float = 0.95) -> pl.DataFrame:
    """Standardise the training types of every cohort to its mix of sizes and architectures.

    Parameters
    ----------
    cells : polars.DataFrame
        One row per cohort, benchmark, ``training_type``, ``architecture_family``,
        ``parameters_b`` and ``base_family``, with ``n_evaluations``, ``n_obs``, ``mean`` and
        ``sum_squares``. Rows without a size or a score are counted as dropped.
    confidence_level : float
        Of each interval; not simultaneous.

    Returns
    -------
    polars.DataFrame
        One row per cohort, benchmark and method (``ancova``, ``g_computation``): ``formula``,
        ``n_used``, ``n_dropped``, ``means`` (one per training type) and ``pairs``. Standard
        errors are by the delta method, which is exact because both are linear in the
        coefficients: naive, and CR2 clustered on base families. ``estimate_raw`` is the same
        quantity unadjusted, from the same rows.
    """
    rows = []
    for key, group in by_benchmark(cells.sort(*BENCHMARK_KEY)):
        used = TypedCells.from_frame(group)
        n_used = int(used.n_obs.sum())
        levels = sorted(set(group["training_type"].to_list()))
        for method, formula in FORMULAS.items():
            fit = _fit(used, method) if used.problem is None else None
            rows.append(
                AdjustedTypesRow(
                    **key,
                    factor="training_type",
                    method=method,
                    formula=formula,
                    n_used=n_used,
                    n_dropped=int(group["n_evaluations"].sum()) - n_used,
                    means=[_mean(used, level, fit, confidence_level) for level in levels],
                    pairs=_pairs(used, levels, fit, confidence_level),
                )
            )
    return frame_of(AdjustedTypesRow, rows)


def _fit(cells: TypedCells, method: str) -> RobustContrasts:
    """Estimate the mean of every level of the cells, then the difference of every pair of them."""
    columns, at = design(cells, method)
    differences = [at[a] - at[b] for a, b in combinations(range(len(at)), 2)]
    return regression_contrasts(
        columns,
        cells.n_obs,
        cells.mean,
        cells.sum_squares,
        cells.base_family,
        np.vstack([at, *differences]),
    )


def _mean(
    cells: TypedCells, level: str, fit: RobustContrasts | None, confidence_level: float
) -> AdjustedMeanRow:
    if level not in cells.levels:
        return unfilled(AdjustedMeanRow, level=level, n_obs=0, n_clusters=0, status=_NO_ROW)
    j = cells.levels.index(level)
    status = cells.problem or ("ok" if cells.n_base_families_of(j) > 1 else _ONE_BASE_FAMILY)
    contrast, test = _contrast(fit, j, status, confidence_level)
    seen = support(cells, j)
    shares = [
        ("the cohort lies outside the sizes of the group", seen["size_support"]),
        ("the cohort is of other architectures", seen["family_support"]),
    ]
    return AdjustedMeanRow(
        level=level,
        n_obs=cells.n_of(j),
        n_clusters=cells.n_base_families_of(j),
        estimate_raw=cells.mean_of(j),
        **contrast,
        # a test of a mean against 0 would mean nothing
        ci_low=test["ci_low"] if test else None,
        ci_high=test["ci_high"] if test else None,
        warning=warnings_of(shares, contrast["df_den"], MINIMUM_DF),
        **seen,
    )


def _pairs(
    cells: TypedCells, levels: list[str], fit: RobustContrasts | None, confidence_level: float
) -> list[AdjustedPairRow]:
    # the fit's contrasts are the means, then the pairs of the levels that have rows
    places = {pair: len(cells.levels) + i for i, pair in enumerate(combinations(cells.levels, 2))}
    rows = [
        _pair(cells, *pair, fit, places.get(pair), confidence_level)
        for pair in combinations(levels, 2)
    ]
    adjusted = holm([row.p_value for row in rows])
    return [replace(row, p_adjusted=p) for row, p in zip(rows, adjusted, strict=True)]


def _pair(
    cells: TypedCells,
    group_a: str,
    group_b: str,
    fit: RobustContrasts | None,
    place: int | None,
    confidence_level: float,
) -> AdjustedPairRow:
    a, b = (cells.levels.index(g) if g in cells.levels else None for g in (group_a, group_b))
    groups: _Groups = {
        "group_a": group_a,
        "group_b": group_b,
        "n_a": 0 if a is None else cells.n_of(a),
        "n_b": 0 if b is None else cells.n_of(b),
        "n_clusters_a": 0 if a is None else cells.n_base_families_of(a),
        "n_clusters_b": 0 if b is None else cells.n_base_families_of(b),
    }
    if a is None or b is None or place is None:
        return unfilled(AdjustedPairRow, **groups, status=_NO_ROW)
    alone = min(groups["n_clusters_a"], groups["n_clusters_b"]) < 2
    status = cells.problem or (_ONE_BASE_FAMILY if alone else "ok")
    contrast, test = _contrast(fit, place, status, confidence_level)
    common = overlap(cells, a, b)
    shares = [
        ("group a lies outside the common sizes", common["common_share_a"]),
        ("group b lies outside the common sizes", common["common_share_b"]),
    ]
    warning = warnings_of(shares, contrast["df_den"], MINIMUM_DF)
    raw = cells.mean_of(a) - cells.mean_of(b)
    if test is None:
        return unfilled(
            AdjustedPairRow, **groups, estimate_raw=raw, **contrast, warning=warning, **common
        )
    return AdjustedPairRow(
        **groups,
        estimate_raw=raw,
        **contrast,
        **test,
        p_adjusted=None,
        warning=warning,
        **common,
    )


def _contrast(
    fit: RobustContrasts | None, i: int, status: str, confidence_level: float
) -> tuple[_Contrast, TTest | None]:
    """Return what a fit says of one contrast, with its test where there is one."""
    nothing: _Contrast = {
        "estimate": None,
        "std_error_naive": None,
        "std_error": None,
        "df_den": None,
        "status": status,
    }
    if fit is None:
        return nothing, None
    estimate, std_error, df = (float(x[i]) for x in (fit.estimate, fit.std_error, fit.df))
    if not np.isfinite(estimate):
        return {**nothing, "status": "size, architecture and type cannot be told apart"}, None
    naive = float(fit.std_error_naive[i])
    estimated: _Contrast = {
        **nothing,
        "estimate": estimate,
        "std_error_naive": naive if np.isfinite(naive) else None,
    }
    if status != "ok":
        return estimated, None
    if not (std_error > 0 and df > 0):
        return {**estimated, "status": "no variance between base families"}, None
    test = t_test(estimate, std_error, df, confidence_level)
    return {**estimated, "std_error": std_error, "df_den": df}, test
