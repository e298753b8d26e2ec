"""Differences of two neighbouring ranges of size as the edge between them moves.

Two tests, since two things are asked. Tukey–Kramer over all ranges, the paper's test, shows how its
own decision moves with the edge. Welch's test of the two neighbours alone needs no common variance,
which the ranges do not have; it is not adjusted for the number of edges.
"""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import polars as pl

from analysis_py.statistics.comparisons.welch import welch_standard_error
from analysis_py.statistics.numerics import studentized_range
from analysis_py.statistics.numerics.tails import from_log10, log10_t_sf_two_sided
from analysis_py.statistics.rows import to_frame, with_nulls

EDGE_KEY = ("cohort_id", "benchmark_id", "edge_b", "position_b")


@dataclass(frozen=True, kw_only=True)
class EdgeRow:
    """The two ranges beside one position of an edge, by both tests."""

    cohort_id: str
    benchmark_id: str
    edge_b: float
    position_b: float
    estimate: float | None
    std_error: float | None
    statistic: float | None
    df_den: float | None
    p_value: float | None
    log10_p_value: float | None
    studentized_range: float | None
    p_tukey: float | None
    log10_p_tukey: float | None
    df_tukey: int | None
    n_groups: int | None
    status: str


def fit_bin_edges(positions: pl.DataFrame) -> pl.DataFrame:
    """Test the difference across every position of every edge.

    Parameters
    ----------
    positions : polars.DataFrame
        One row per cohort, benchmark, edge and position: ``n_``, ``mean_`` and ``sum_squares_``
        ``below`` and ``above`` the edge, and ``n_rest``, ``n_groups_rest`` and
        ``sum_squares_rest`` of the ranges that the edge does not touch.

    Returns
    -------
    polars.DataFrame
        One row per position in the order of its key: ``estimate`` (mean above minus mean below),
        Welch's ``std_error, statistic, df_den, p_value, log10_p_value``, Tukey–Kramer's
        ``studentized_range, p_tukey, log10_p_tukey, df_tukey, n_groups``, and ``status``.
    """
    rows = positions.sort(*EDGE_KEY).to_dicts()
    return to_frame(EdgeRow, [_compare_at(row) for row in rows])


def _compare_at(sums: dict[str, Any]) -> EdgeRow:
    problem = _problem(sums)
    row = with_nulls(EdgeRow, **{name: sums[name] for name in EDGE_KEY}, status=problem or "ok")
    if sums["n_below"] and sums["n_above"]:
        row = replace(row, estimate=sums["mean_above"] - sums["mean_below"])
        row = _add_tukey_kramer(row, sums)
    return row if problem else _add_welch(row, sums)


def _problem(sums: dict[str, Any]) -> str | None:
    if not sums["n_below"] or not sums["n_above"]:
        return f"no row {'below' if not sums['n_below'] else 'above'} the edge"
    if min(sums["n_below"], sums["n_above"]) < 2:
        return "one row on a side of the edge"
    if sums["sum_squares_below"] + sums["sum_squares_above"] <= 0:
        return "no variance within the two ranges"
    return None


def _add_welch(row: EdgeRow, sums: dict[str, Any]) -> EdgeRow:
    below, above = (
        (sums[f"n_{side}"], sums[f"sum_squares_{side}"] / (sums[f"n_{side}"] - 1.0))
        for side in ("below", "above")
    )
    std_error, df = map(float, welch_standard_error(*below, *above))
    statistic = (sums["mean_above"] - sums["mean_below"]) / std_error
    log10_p = log10_t_sf_two_sided(statistic, df)
    return replace(
        row,
        std_error=std_error,
        statistic=statistic,
        df_den=df,
        p_value=from_log10(log10_p),
        log10_p_value=log10_p,
    )


def _add_tukey_kramer(row: EdgeRow, sums: dict[str, Any]) -> EdgeRow:
    """Add q and p-value with the variance pooled over all ranges (Kramer 1956)."""
    k = sums["n_groups_rest"] + 2
    df = sums["n_rest"] + sums["n_below"] + sums["n_above"] - k
    within = sum(sums[f"sum_squares_{part}"] for part in ("rest", "below", "above"))
    if df < 1 or within <= 0:
        return row
    variance = within / df / 2 * (1 / sums["n_below"] + 1 / sums["n_above"])
    q = abs(sums["mean_above"] - sums["mean_below"]) / variance**0.5
    log10_p = float(studentized_range.log_sf(q, k, df) / np.log(10))
    return replace(
        row,
        studentized_range=q,
        p_tukey=from_log10(log10_p),
        log10_p_tukey=log10_p,
        df_tukey=df,
        n_groups=k,
    )
