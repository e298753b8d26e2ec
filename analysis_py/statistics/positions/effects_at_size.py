"""Differences between training types at given sizes, adjusted and within base families.

One number for a pair of training types is an average over sizes. Here the difference may change
with the logarithm of size, and is read off at given sizes, by two methods. *adjusted* compares at
one size and architecture. *within base* compares only models of one base family with each other:
whatever bases differ in drops out, and so do bases with models of one type.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np
import polars as pl

from analysis_py.statistics.adjustment.cells import TypedCells
from analysis_py.statistics.arrays import FloatArray
from analysis_py.statistics.clustered.regression import RobustContrasts, clustered_regression
from analysis_py.statistics.keys import BENCHMARK_KEY, BenchmarkKey, by_benchmark
from analysis_py.statistics.numerics.contrast_tests import MINIMUM_DF, t_test
from analysis_py.statistics.positions.curve import is_within_sizes
from analysis_py.statistics.rows import to_frame, with_nulls

#: What the estimates rest on.
METHODS = ("adjusted", "within base")


@dataclass(frozen=True, kw_only=True)
class EffectRow:
    """The difference of two training types at one size."""

    cohort_id: str
    benchmark_id: str
    method: str
    group_a: str
    group_b: str
    parameters_b: float
    estimate: float | None
    std_error: float | None
    df_den: float | None
    statistic: float | None
    p_value: float | None
    ci_low: float | None
    ci_high: float | None
    n_a: int
    n_b: int
    n_clusters: int
    warning: str | None
    status: str


def fit_effects_at_size(
    cells: pl.DataFrame, sizes_b: Sequence[float], confidence_level: float = 0.95
) -> pl.DataFrame:
    """Compare every two training types of every cohort at given sizes.

    Parameters
    ----------
    cells : polars.DataFrame
        One row per cohort, benchmark, ``training_type``, ``architecture_family``,
        ``parameters_b`` and ``base_family``, with ``n_obs``, ``mean`` and ``sum_squares``.
    sizes_b : sequence of float
        In billions.
    confidence_level : float
        Of each interval.

    Returns
    -------
    polars.DataFrame
        One row per cohort, benchmark, method, pair and size, as :class:`EffectRow`. Standard
        errors are CR2, clustered on base families. A base family's own mean drops out of a
        regression that CR2 clusters on it (Pustejovsky and Tipton 2018, Journal of Business and
        Economic Statistics 36, 672-683, theorem 2).
    """
    rows: list[EffectRow] = []
    known = cells.filter((pl.col("n_obs") > 0) & pl.col("parameters_b").is_not_null())
    for key, group in by_benchmark(known.sort(*BENCHMARK_KEY)):
        for pair in combinations(group["training_type"].unique().sort(), 2):
            part = group.filter(pl.col("training_type").is_in(pair))
            shared = part.filter(pl.col("training_type").n_unique().over("base_family") == 2)
            for method, frame in zip(METHODS, (part, shared), strict=True):
                used = TypedCells.from_frame(frame)
                rows += _compare_pair(key, method, used, pair, sizes_b, confidence_level)
    return to_frame(EffectRow, rows)


def _compare_pair(
    key: BenchmarkKey,
    method: str,
    cells: TypedCells,
    pair: tuple[str, str],
    sizes_b: Sequence[float],
    confidence_level: float,
) -> list[EffectRow]:
    at = np.log(np.asarray(sizes_b, dtype=float))
    problem = _problem(cells)
    fit = _fit(cells, method, at) if problem is None else None
    is_a = cells.level == 0
    rows = []
    for i, size in enumerate(sizes_b):
        row = with_nulls(
            EffectRow,
            **key,
            method=method,
            group_a=pair[0],
            group_b=pair[1],
            parameters_b=float(size),
            n_a=int(cells.n_obs[is_a].sum()),
            n_b=int(cells.n_obs[~is_a].sum()),
            n_clusters=len(np.unique(cells.base_family)),
            status=problem or _outside_sizes(cells, float(at[i])) or "ok",
        )
        if fit is not None and row.status == "ok":
            row = _add_estimate(row, fit, i, confidence_level)
        rows.append(row)
    return rows


def _add_estimate(
    row: EffectRow, fit: RobustContrasts, i: int, confidence_level: float
) -> EffectRow:
    estimate, std_error, df = float(fit.estimate[i]), float(fit.std_error[i]), float(fit.df[i])
    if not np.isfinite(estimate):
        return replace(row, status="the difference is not defined")
    if not (0 < std_error < np.inf and df > 0):
        return replace(row, estimate=estimate, status="the standard error is not defined")
    return replace(
        row,
        estimate=estimate,
        std_error=std_error,
        df_den=df,
        warning="few degrees of freedom" if df < MINIMUM_DF else None,
        **t_test(estimate, std_error, df, confidence_level),
    )


def _problem(cells: TypedCells) -> str | None:
    if len(np.unique(cells.level)) < 2:
        return "no base family has both types"
    if len(np.unique(cells.base_family)) < 3:
        return "fewer than three base families"
    if len(np.unique(cells.log_size)) < 5:
        return "fewer than five sizes"
    return None


def _outside_sizes(cells: TypedCells, at: float) -> str | None:
    for level, name in enumerate(cells.levels):
        if not is_within_sizes(np.array([at]), cells.log_size[cells.level == level])[0]:
            return f"outside the sizes of {name}"
    return None


def _fit(cells: TypedCells, method: str, at: FloatArray) -> RobustContrasts:
    centre = float(np.average(cells.log_size, weights=cells.n_obs))
    z = cells.log_size - centre
    is_a = (cells.level == 0).astype(float)
    effect = np.column_stack([is_a, is_a * z])
    if method == "adjusted":
        families = np.unique(cells.family)
        dummies = [(cells.family == name).astype(float) for name in families[1:]]
        others = [np.ones_like(z), z, z**2, z**3, *dummies]
        design, mean = np.column_stack([effect, *others]), cells.mean
    else:
        design = _subtract_base_means(effect, cells)
        mean = _subtract_base_means(cells.mean[:, None], cells)[:, 0]
    contrasts = np.zeros((len(at), design.shape[1]))
    contrasts[:, 0] = 1.0
    contrasts[:, 1] = at - centre
    return clustered_regression(design, cells.n_obs, cells.base_family, contrasts).contrasts(
        mean, cells.sum_squares
    )


def _subtract_base_means(columns: FloatArray, cells: TypedCells) -> FloatArray:
    """Take from every column its mean over each base family."""
    _, family = np.unique(cells.base_family, return_inverse=True)
    total = np.zeros((family.max() + 1, columns.shape[1]))
    np.add.at(total, family, columns * cells.n_obs[:, None])
    n = np.bincount(family, weights=cells.n_obs)
    return np.asarray(columns - (total / n[:, None])[family])
