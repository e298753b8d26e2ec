"""Effect of selecting evaluations by their average score on the headline comparisons.

The average consists of the scores, so a cut-off selects on the outcome: it removes the best of
every group, and most from the best groups.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
from scipy import special

from analysis_py.statistics.comparisons.anova import cannot_compare, tukey_kramer
from analysis_py.statistics.comparisons.welch import welch_standard_error
from analysis_py.statistics.correlations import fit_correlations
from analysis_py.statistics.numerics.contrast_tests import t_test
from analysis_py.statistics.rows import to_frame, with_nulls

KEY = ("population", "cohort_id", "cutoff_pct", "benchmark_id")
COMPARISON = ("comparison", "factor", "group_a", "group_b")
#: Significance level of a test.
_TESTED = ("estimate", "std_error", "df_den", "ci_low", "ci_high", "p_value")


@dataclass(frozen=True, kw_only=True)
class SelectionRow:
    """A headline comparison by one method, in the population below a cut-off."""

    population: str
    cohort_id: str
    cutoff_pct: float | None
    benchmark_id: str
    comparison: str
    factor: str | None
    method: str
    group_a: str | None
    group_b: str | None
    n_a: int
    n_b: int | None
    n_a_whole: int | None
    n_b_whole: int | None
    estimate: float | None
    std_error: float | None
    df_den: float | None
    ci_low: float | None
    ci_high: float | None
    p_value: float | None
    estimate_shift: float | None
    shift_std_error: float | None
    status: str


def fit_selection(
    groups: pl.DataFrame,
    ranks: pl.DataFrame,
    comparisons: pl.DataFrame,
    confidence_level: float = 0.95,
) -> pl.DataFrame:
    """Compute the headline comparisons at every cut-off.

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

    Returns
    -------
    polars.DataFrame
        One row per population, benchmark, comparison and method.
    """
    rows = []
    pairs = comparisons.filter(pl.col("group_a").is_not_null())
    order = [*KEY, "factor", "level_order", "level"]
    for key, levels in groups.sort(order).group_by(*KEY, "factor", maintain_order=True):
        population: dict[str, Any] = dict(zip(KEY, key, strict=False))
        tukey = _tukey(levels, confidence_level)
        by_level = {row["level"]: row for row in levels.to_dicts()}
        for chosen in pairs.filter(pl.col("factor") == key[-1]).to_dicts():
            comparison = _taken(chosen, COMPARISON)
            a, b = (by_level.get(chosen[side], {}) for side in ("group_a", "group_b"))
            sizes, shift = _sizes(a, b), _shift(a, b)
            rows += [
                with_nulls(
                    SelectionRow,
                    **population,
                    **comparison,
                    method=method,
                    **sizes,
                    **figures,
                    **shift,
                )
                for method, figures in (
                    (
                        "tukey_kramer",
                        _from_tukey(tukey, chosen["group_a"], chosen["group_b"], confidence_level),
                    ),
                    ("welch", _welch(a, b, confidence_level)),
                )
            ]
    correlations = fit_correlations(ranks.sort(KEY), confidence_level).to_dicts()
    for chosen in comparisons.filter(pl.col("group_a").is_null()).to_dicts():
        rows += [
            with_nulls(
                SelectionRow,
                **_taken(row, KEY),
                **_taken(chosen, COMPARISON),
                method=row["method"],
                n_a=row["n_obs"],
                **_correlation(row, confidence_level),
            )
            for row in correlations
        ]
    return to_frame(SelectionRow, rows)


def _taken(row: dict[str, Any], names: Sequence[str]) -> dict[str, Any]:
    return {name: row[name] for name in names}


def _welch(a: dict[str, Any], b: dict[str, Any], confidence_level: float) -> dict[str, Any]:
    """Compare two groups with unequal variances; a group may be empty."""
    if min(a.get("n_obs", 0), b.get("n_obs", 0)) < 2:
        return {"status": "a group has fewer than two rows"}
    if not max(a["std_dev"], b["std_dev"]) > 0:
        return {"status": "no variance within groups"}
    std_error, df = map(
        float,
        welch_standard_error(a["n_obs"], a["std_dev"] ** 2, b["n_obs"], b["std_dev"] ** 2),
    )
    estimate = a["mean"] - b["mean"]
    test: dict[str, Any] = {**t_test(estimate, std_error, df, confidence_level)}
    test |= {"estimate": estimate, "std_error": std_error, "df_den": df}
    return _taken(test, _TESTED) | {"status": "ok"}


def _tukey(
    levels: pl.DataFrame, confidence_level: float
) -> dict[tuple[str, str], dict[str, Any]] | str:
    """Return every pair of the factor by its groups, or the reason why there is none."""
    sampled = levels.filter(pl.col("n_obs") > 0)
    n, mean, std_dev = sampled["n_obs"], sampled["mean"], sampled["std_dev"].fill_null(np.nan)
    if problem := cannot_compare(n, std_dev):
        return problem
    pairs = tukey_kramer(sampled["level"].to_list(), n, mean, std_dev, confidence_level)
    return {(row["group_a"], row["group_b"]): row for row in pairs.to_dicts()}


def _from_tukey(
    pairs: dict[tuple[str, str], dict[str, Any]] | str, a: str, b: str, confidence_level: float
) -> dict[str, Any]:
    if isinstance(pairs, str):
        return {"status": pairs}
    row = pairs.get((a, b)) or pairs.get((b, a))
    if row is None:
        return {"status": "a group has no row"}
    sign = 1 if row["group_a"] == a else -1
    low, high = sorted((sign * row["ci_low"], sign * row["ci_high"]))
    figures = {"estimate": sign * row["estimate"], "ci_low": low, "ci_high": high, "status": "ok"}
    return figures | {"p_value": row["p_adjusted"]} | _taken(row, ("std_error", "df_den"))


def _sizes(a: dict[str, Any], b: dict[str, Any]) -> dict[str, Any]:
    return {
        "n_a": a.get("n_obs", 0),
        "n_b": b.get("n_obs", 0),
        "n_a_whole": a.get("n_whole", 0),
        "n_b_whole": b.get("n_whole", 0),
    }


def _shift(a: dict[str, Any], b: dict[str, Any]) -> dict[str, Any]:
    r"""Return the change of the difference from that of the whole, with its standard error.

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
        variances = (
            group["std_dev"] ** 2 / group["n_obs"],
            group["std_dev_left_out"] ** 2 / group["n_left_out"],
        )
        variance += (group["n_left_out"] / group["n_whole"]) ** 2 * sum(variances)
    return {"estimate_shift": shift, "shift_std_error": math.sqrt(variance)}


def _correlation(row: dict[str, Any], confidence_level: float) -> dict[str, Any]:
    estimate, is_tested = row["estimate"], row["status"] == "ok"
    std_error = None
    if is_tested and abs(estimate) < 1:
        z = special.ndtri((1 + confidence_level) / 2)
        spread = (math.atanh(row["ci_high"]) - math.atanh(row["ci_low"])) / (2 * z)
        std_error = (1 - estimate**2) * spread
    return _taken(row | {"std_error": std_error}, (*_TESTED, "status"))
