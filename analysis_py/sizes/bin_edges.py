"""Two neighbouring ranges compared wherever the edge between them can stand.

Two tests, since two things are asked. Tukey–Kramer over all ranges, the paper's test, shows how its
own decision moves with the edge. Welch's test of the two neighbours alone needs no common variance,
which the ranges do not have; it is not adjusted for the number of edges.
"""

from __future__ import annotations

import numpy as np
import polars as pl
from numpy.typing import ArrayLike

from analysis_py.numerics import studentized_range
from analysis_py.numerics.tails import from_log10, log10_t_sf_two_sided

EDGE_KEY = ("cohort_id", "benchmark_id", "edge_b", "position_b")

_EDGE_SCHEMA = {
    "cohort_id": pl.String,
    "benchmark_id": pl.String,
    "edge_b": pl.Float64,
    "position_b": pl.Float64,
    "estimate": pl.Float64,
    "std_error": pl.Float64,
    "statistic": pl.Float64,
    "df_den": pl.Float64,
    "p_value": pl.Float64,
    "log10_p_value": pl.Float64,
    "studentized_range": pl.Float64,
    "p_tukey": pl.Float64,
    "log10_p_tukey": pl.Float64,
    "df_tukey": pl.Int64,
    "n_groups": pl.Int64,
    "status": pl.String,
}


def welch(
    n: tuple[ArrayLike, ArrayLike],
    mean: tuple[ArrayLike, ArrayLike],
    sum_squares: tuple[ArrayLike, ArrayLike],
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Welch's comparison of two means from sums (Welch 1938, Satterthwaite 1946).

    Parameters
    ----------
    n, mean, sum_squares : pair of array_like, each of shape (m,)
        Size, mean and sum of squared deviations of the first and of the second group. Every
        group has at least two rows, and one of the two sums of squares is positive.

    Returns
    -------
    std_error, statistic, df : ndarray, shape (m,)
        Of the second mean minus the first.
    """
    a, b = (
        np.asarray(s, dtype=float) / (np.asarray(k) - 1.0) / np.asarray(k)
        for s, k in zip(sum_squares, n, strict=True)
    )
    std_error = np.sqrt(a + b)
    df = (a + b) ** 2 / (a**2 / (np.asarray(n[0]) - 1.0) + b**2 / (np.asarray(n[1]) - 1.0))
    return std_error, (np.asarray(mean[1]) - np.asarray(mean[0])) / std_error, df


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
    for row in positions.sort(*EDGE_KEY).iter_rows(named=True):
        result = {name: row[name] for name in EDGE_KEY} | {"status": _problem(row)}
        if row["n_below"] and row["n_above"]:
            result["estimate"] = row["mean_above"] - row["mean_below"]
            result |= _tukey_kramer(row)
        if result["status"] == "ok":
            std_error, statistic, df = welch(
                *(
                    (row[f"{name}_below"], row[f"{name}_above"])
                    for name in ("n", "mean", "sum_squares")
                )
            )
            log10_p = log10_t_sf_two_sided(float(statistic), float(df))
            result |= {
                "std_error": float(std_error),
                "statistic": float(statistic),
                "df_den": float(df),
                "p_value": from_log10(log10_p),
                "log10_p_value": log10_p,
            }
        rows.append(result)
    return pl.DataFrame(rows, schema=_EDGE_SCHEMA)


def _problem(row: dict[str, object]) -> str:
    if not row["n_below"] or not row["n_above"]:
        return f"no row {'below' if not row['n_below'] else 'above'} the edge"
    if min(row["n_below"], row["n_above"]) < 2:
        return "one row on a side of the edge"
    if row["sum_squares_below"] + row["sum_squares_above"] <= 0:
        return "no variance within the two ranges"
    return "ok"


def _tukey_kramer(row: dict[str, object]) -> dict[str, object]:
    """Return q and p-value with the variance pooled over all ranges (Kramer 1956)."""
    k = row["n_groups_rest"] + 2
    df = row["n_rest"] + row["n_below"] + row["n_above"] - k
    within = row["sum_squares_rest"] + row["sum_squares_below"] + row["sum_squares_above"]
    if df < 1 or within <= 0:
        return {}
    scale = within / df / 2 * (1 / row["n_below"] + 1 / row["n_above"])
    q = abs(row["mean_above"] - row["mean_below"]) / scale**0.5
    log10_p = float(studentized_range.log_sf(q, k, df) / np.log(10))
    return {
        "studentized_range": q,
        "p_tukey": from_log10(log10_p),
        "log10_p_tukey": log10_p,
        "df_tukey": df,
        "n_groups": k,
    }
