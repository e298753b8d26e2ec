"""Two neighbouring ranges compared wherever the edge between them can stand.

Two tests, since two things are asked. Tukey–Kramer over all ranges, the paper's test, shows how its
own decision moves with the edge. Welch's test of the two neighbours alone needs no common variance,
which the ranges do not have; it is not adjusted for the number of edges.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypedDict

import numpy as np
import polars as pl

from analysis_py.statistics.comparisons.welch import welch_standard_error
from analysis_py.statistics.numerics import studentized_range
from analysis_py.statistics.numerics.tails import from_log10, log10_t_sf_two_sided
from analysis_py.statistics.rows import to_frame

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


class _Welch(TypedDict):
    """The test of the two neighbours alone."""

    std_error: float | None
    statistic: float | None
    df_den: float | None
    p_value: float | None
    log10_p_value: float | None


class _Tukey(TypedDict):
    """The test with the variance of all ranges."""

    studentized_range: float | None
    p_tukey: float | None
    log10_p_tukey: float | None
    df_tukey: int | None
    n_groups: int | None


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
    rows = []
    for row in positions.sort(*EDGE_KEY).to_dicts():
        status = _problem(row) or "ok"
        has_both = row["n_below"] and row["n_above"]
        rows.append(
            EdgeRow(
                **{name: row[name] for name in EDGE_KEY},
                estimate=row["mean_above"] - row["mean_below"] if has_both else None,
                **_welch(row, status),
                **_tukey_kramer(row),
                status=status,
            )
        )
    return to_frame(EdgeRow, rows)


def _problem(row: dict[str, Any]) -> str | None:
    if not row["n_below"] or not row["n_above"]:
        return f"no row {'below' if not row['n_below'] else 'above'} the edge"
    if min(row["n_below"], row["n_above"]) < 2:
        return "one row on a side of the edge"
    if row["sum_squares_below"] + row["sum_squares_above"] <= 0:
        return "no variance within the two ranges"
    return None


def _welch(row: dict[str, Any], status: str) -> _Welch:
    if status != "ok":
        return {
            "std_error": None,
            "statistic": None,
            "df_den": None,
            "p_value": None,
            "log10_p_value": None,
        }
    below, above = (
        (row[f"n_{side}"], row[f"sum_squares_{side}"] / (row[f"n_{side}"] - 1.0))
        for side in ("below", "above")
    )
    std_error, df = map(float, welch_standard_error(*below, *above))
    statistic = (row["mean_above"] - row["mean_below"]) / std_error
    log10_p = log10_t_sf_two_sided(statistic, df)
    return {
        "std_error": std_error,
        "statistic": statistic,
        "df_den": df,
        "p_value": from_log10(log10_p),
        "log10_p_value": log10_p,
    }


def _tukey_kramer(row: dict[str, Any]) -> _Tukey:
    """Return q and p-value with the variance pooled over all ranges (Kramer 1956)."""
    has_both = row["n_below"] and row["n_above"]
    k = row["n_groups_rest"] + 2
    df = row["n_rest"] + row["n_below"] + row["n_above"] - k
    squares = (row[f"sum_squares_{part}"] for part in ("rest", "below", "above"))
    within = sum(squares) if has_both else 0.0
    if df < 1 or within <= 0:
        return {
            "studentized_range": None,
            "p_tukey": None,
            "log10_p_tukey": None,
            "df_tukey": None,
            "n_groups": None,
        }
    variance = within / df / 2 * (1 / row["n_below"] + 1 / row["n_above"])
    q = abs(row["mean_above"] - row["mean_below"]) / variance**0.5
    log10_p = float(studentized_range.log_sf(q, k, df) / np.log(10))
    return {
        "studentized_range": q,
        "p_tukey": from_log10(log10_p),
        "log10_p_tukey": log10_p,
        "df_tukey": df,
        "n_groups": k,
    }
