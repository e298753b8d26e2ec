"""What cutting a board off at an average score does to its headline comparisons.

The average is made of the scores, so a cut-off selects on the outcome: it removes the best of every
group, and most of the groups that are best.
"""

from __future__ import annotations

import math

import numpy as np
import polars as pl
from scipy import special

from analysis_py.comparisons.anova import cannot_compare, tukey_kramer
from analysis_py.comparisons.welch import welch_standard_error
from analysis_py.correlations import fit_correlations
from analysis_py.numerics.contrast_tests import t_test
from analysis_py.robustness.specifications import decide

KEY = ("population", "cohort_id", "cutoff_pct", "benchmark_id")

_SCHEMA = {
    **dict.fromkeys(["population", "cohort_id"], pl.String),
    "cutoff_pct": pl.Float64,
    **dict.fromkeys(["benchmark_id", "comparison", "factor", "method"], pl.String),
    **dict.fromkeys(["group_a", "group_b"], pl.String),
    **dict.fromkeys(["n_a", "n_b", "n_a_whole", "n_b_whole"], pl.Int64),
    **dict.fromkeys(["estimate", "std_error", "df_den", "ci_low", "ci_high"], pl.Float64),
    **dict.fromkeys(["p_value", "log10_p_value"], pl.Float64),
    "decision": pl.String,
    **dict.fromkeys(["estimate_shift", "shift_std_error"], pl.Float64),
    "status": pl.String,
}


def fit_selection(
    groups: pl.DataFrame,
    ranks: pl.DataFrame,
    comparisons: pl.DataFrame,
    confidence_level: float = 0.95,
) -> pl.DataFrame:
    """Follow the headline comparisons over cut-offs.

    Parameters
    ----------
    groups : polars.DataFrame
        One row per population (``population, cohort_id, cutoff_pct``), ``benchmark_id``,
        ``factor`` and ``level``, with ``level_order``, ``n_obs, mean, std_dev``, and the same of
        the whole (``n_whole, mean_whole``) and of the rows left out (``n_left_out,
        mean_left_out, std_dev_left_out``).
    ranks : polars.DataFrame
        One row per population and benchmark, with ``method``, ``n_obs`` and ``estimate`` of the
        rank correlation of score and size.
    comparisons : polars.DataFrame
        ``comparison, factor, group_a, group_b``; no groups stand for the correlation.
    confidence_level : float

    Returns
    -------
    polars.DataFrame
        One row per population, benchmark, comparison and method.
    """
    rows = []
    pairs = comparisons.filter(pl.col("group_a").is_not_null())
    order = [*KEY, "factor", "level_order", "level"]
    for key, levels in groups.sort(order).group_by(*KEY, "factor", maintain_order=True):
        tukey = _tukey(levels, confidence_level)
        by_level = {row["level"]: row for row in levels.to_dicts()}
        for comparison in pairs.filter(pl.col("factor") == key[-1]).to_dicts():
            a, b = (by_level.get(comparison[side], {}) for side in ("group_a", "group_b"))
            shared = dict(zip(KEY, key, strict=False)) | comparison | _sizes(a, b) | _shift(a, b)
            for method, found in (
                ("tukey_kramer", _from_tukey(tukey, comparison)),
                ("welch", welch(a, b, confidence_level)),
            ):
                rows.append(_decided(shared | {"method": method} | found, confidence_level))
    for comparison in comparisons.filter(pl.col("group_a").is_null()).to_dicts():
        for row in fit_correlations(ranks.sort(KEY), confidence_level).to_dicts():
            rows.append(
                _decided(comparison | _correlation(row, confidence_level), confidence_level)
            )
    return pl.DataFrame(rows, schema=_SCHEMA)


def welch(a: dict, b: dict, confidence_level: float) -> dict:
    """Compare two groups with variances of their own.

    Parameters
    ----------
    a, b : dict
        ``n_obs, mean, std_dev``; may be empty.
    confidence_level : float
    """
    if min(a.get("n_obs", 0), b.get("n_obs", 0)) < 2:
        return {"status": "a group has fewer than two rows"}
    if not max(a["std_dev"], b["std_dev"]) > 0:
        return {"status": "no variance within groups"}
    std_error, df = map(
        float,
        welch_standard_error(a["n_obs"], a["std_dev"] ** 2, b["n_obs"], b["std_dev"] ** 2),
    )
    estimate = a["mean"] - b["mean"]
    found = t_test(estimate, std_error, df, confidence_level)
    return found | {"estimate": estimate, "std_error": std_error, "df_den": df, "status": "ok"}


def _tukey(levels: pl.DataFrame, confidence_level: float) -> dict[tuple[str, str], dict] | str:
    """Return every pair of the factor by its groups, or why there is none."""
    found = levels.filter(pl.col("n_obs") > 0)
    columns = found["n_obs"], found["mean"], found["std_dev"].fill_null(np.nan)
    if problem := cannot_compare(columns[0], columns[2]):
        return problem
    pairs = tukey_kramer(found["level"].to_list(), *columns, confidence_level)
    return {(row["group_a"], row["group_b"]): row for row in pairs.to_dicts()}


def _from_tukey(pairs: dict[tuple[str, str], dict] | str, comparison: dict) -> dict:
    if isinstance(pairs, str):
        return {"status": pairs}
    a, b = comparison["group_a"], comparison["group_b"]
    row = pairs.get((a, b)) or pairs.get((b, a))
    if row is None:
        return {"status": "a group has no row"}
    sign = 1 if row["group_a"] == a else -1
    low, high = sorted((sign * row["ci_low"], sign * row["ci_high"]))
    return {
        "estimate": sign * row["estimate"],
        "std_error": row["std_error"],
        "df_den": row["df_den"],
        "ci_low": low,
        "ci_high": high,
        "p_value": row["p_adjusted"],
        "log10_p_value": row["log10_p_adjusted"],
        "status": "ok",
    }


def _sizes(a: dict, b: dict) -> dict:
    return {
        "n_a": a.get("n_obs", 0),
        "n_b": b.get("n_obs", 0),
        "n_a_whole": a.get("n_whole", 0),
        "n_b_whole": b.get("n_whole", 0),
    }


def _shift(a: dict, b: dict) -> dict:
    r"""Return how far the difference moves from that of the whole, with its standard error.

    A mean of n rows of N moves by :math:`(1 - n/N)(\bar y_{kept} - \bar y_{left\ out})`, and the
    two parts share no row.
    """
    if not (a.get("n_obs") and b.get("n_obs")):
        return {}
    shift = (a["mean"] - b["mean"]) - (a["mean_whole"] - b["mean_whole"])
    variance = 0.0
    for group in (a, b):
        if group["n_left_out"] == 0:
            continue
        if min(group["n_obs"], group["n_left_out"]) < 2:
            return {"estimate_shift": shift}
        parts = (
            group["std_dev"] ** 2 / group["n_obs"],
            group["std_dev_left_out"] ** 2 / group["n_left_out"],
        )
        variance += (group["n_left_out"] / group["n_whole"]) ** 2 * sum(parts)
    return {"estimate_shift": shift, "shift_std_error": math.sqrt(variance)}


def _correlation(row: dict, confidence_level: float) -> dict:
    kept = (*KEY, "method", "estimate", "df_den", "ci_low", "ci_high", "p_value", "log10_p_value")
    found = {name: row[name] for name in (*kept, "status")} | {"n_a": row["n_obs"]}
    if row["status"] == "ok" and abs(row["estimate"]) < 1:
        z = special.ndtri((1 + confidence_level) / 2)
        spread = (math.atanh(row["ci_high"]) - math.atanh(row["ci_low"])) / (2 * z)
        found["std_error"] = (1 - row["estimate"] ** 2) * spread
    return found


def _decided(row: dict, confidence_level: float) -> dict:
    if row["status"] == "ok":
        row["decision"] = decide(row["estimate"], row["p_value"], confidence_level)
    return row
