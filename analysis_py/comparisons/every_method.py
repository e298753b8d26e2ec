"""Every comparison of groups, by every method, from group summaries.

The methods differ in which groups they can use. A group that a method cannot use is counted on the
method's row, and its pairs are rows that say why they hold no test.
"""

from __future__ import annotations

from itertools import combinations

import numpy as np
import polars as pl

from analysis_py.comparisons.anova import cannot_compare, one_way_anova, tukey_kramer
from analysis_py.comparisons.spread import brown_forsythe
from analysis_py.comparisons.welch import games_howell, has_variance, welch_anova
from analysis_py.keys import FACTOR_KEY
from analysis_py.numerics.tails import from_log10

_PAIR_FIELDS = {
    "group_a": pl.String,
    "group_b": pl.String,
    "n_a": pl.Int64,
    "n_b": pl.Int64,
    "estimate": pl.Float64,
    "std_error": pl.Float64,
    "ci_low": pl.Float64,
    "ci_high": pl.Float64,
    "statistic": pl.Float64,
    "df_den": pl.Float64,
    "p_adjusted": pl.Float64,
    "log10_p_adjusted": pl.Float64,
    "status": pl.String,
}

_SCHEMA = {
    **dict.fromkeys(FACTOR_KEY, pl.String),
    "method": pl.String,
    "pair_method": pl.String,
    "df_num": pl.Float64,
    "df_den": pl.Float64,
    "statistic": pl.Float64,
    "p_value": pl.Float64,
    "log10_p_value": pl.Float64,
    "eta_squared": pl.Float64,
    "omega_squared": pl.Float64,
    "mean_square_error": pl.Float64,
    "n_obs": pl.Int64,
    "n_dropped": pl.Int64,
    "n_groups": pl.Int64,
    "n_groups_left_out": pl.Int64,
    "status": pl.String,
    "pairs": pl.List(pl.Struct(_PAIR_FIELDS)),
}


def compare_groups(
    summaries: pl.DataFrame, deviations: pl.DataFrame, confidence_level: float = 0.95
) -> pl.DataFrame:
    """Compare the groups of every cohort, benchmark and factor by every method.

    Parameters
    ----------
    summaries : polars.DataFrame
        One row per cohort, benchmark, factor and level, with ``level_order``, ``is_tested``,
        ``n_obs``, ``mean`` and ``std_dev``. Levels that are not tested are left out.
    deviations : polars.DataFrame
        One row per cohort, benchmark, factor and level that has scores: ``mean_deviation`` and
        ``std_dev_deviation`` of the absolute deviations from the level's median.
    confidence_level : float
        Of the pairs' intervals.

    Returns
    -------
    polars.DataFrame
        Three rows per cohort, benchmark and factor, of ``method`` ``classic``, ``welch`` and
        ``brown_forsythe``. ``n_obs`` and ``n_groups`` are what the method used, ``n_dropped`` and
        ``n_groups_left_out`` what it could not. ``pairs`` holds the rows of ``pair_method``
        (``tukey_kramer``, ``games_howell`` or none), one per pair of levels with scores.
    """
    frame = summaries.join(
        deviations.select(*FACTOR_KEY, "level", "mean_deviation", "std_dev_deviation"),
        on=[*FACTOR_KEY, "level"],
        how="left",
    )
    rows = []
    for key, levels in frame.sort(*FACTOR_KEY, "level_order", "level").group_by(
        FACTOR_KEY, maintain_order=True
    ):
        identity = dict(zip(FACTOR_KEY, key, strict=True))
        found = _by_every_method(levels.filter("is_tested"), confidence_level)
        rows += [identity | row for row in found]
    return pl.DataFrame(rows, schema=_SCHEMA)


def _by_every_method(levels: pl.DataFrame, confidence_level: float) -> list[dict]:
    observed = levels.filter(pl.col("n_obs") > 0)
    own_variance = observed.filter(
        has_variance(observed["n_obs"], observed["std_dev"].fill_null(np.nan))
    )
    several = observed.filter(pl.col("n_obs") > 1)
    return [
        _classic(observed, confidence_level) | _usage(levels, observed),
        _welch(observed, own_variance, confidence_level) | _usage(levels, own_variance),
        _spread(observed, several) | _usage(levels, several),
    ]


def _classic(observed: pl.DataFrame, confidence_level: float) -> dict:
    row = {"method": "classic", "pair_method": "tukey_kramer"}
    columns = observed["n_obs"], observed["mean"], observed["std_dev"].fill_null(np.nan)
    if problem := cannot_compare(columns[0], columns[2]):
        return row | {"status": problem, "pairs": _every_pair(observed, None, problem)}
    pairs = tukey_kramer(observed["level"].to_list(), *columns, confidence_level)
    return row | _result(one_way_anova(*columns)) | {"pairs": _every_pair(observed, pairs, "")}


def _welch(observed: pl.DataFrame, usable: pl.DataFrame, confidence_level: float) -> dict:
    row = {"method": "welch", "pair_method": "games_howell"}
    if usable.height < 2:
        problem = _too_few(observed, "fewer than two groups with a variance")
        return row | {"status": problem, "pairs": _every_pair(observed, None, problem)}
    columns = usable["n_obs"], usable["mean"], usable["std_dev"]
    pairs = games_howell(usable["level"].to_list(), *columns, confidence_level)
    reason = "a group without a variance: one row, or equal scores"
    return row | _result(welch_anova(*columns)) | {"pairs": _every_pair(observed, pairs, reason)}


def _spread(observed: pl.DataFrame, several: pl.DataFrame) -> dict:
    row = {"method": "brown_forsythe", "pair_method": None, "pairs": []}
    columns = several["n_obs"], several["mean_deviation"], several["std_dev_deviation"]
    if several.height < 2:
        return row | {"status": _too_few(observed, "fewer than two groups with two rows")}
    if problem := cannot_compare(columns[0], columns[2]):
        return row | {"status": problem}
    result = _result(brown_forsythe(*columns))
    # shares and mean squares of the deviations would be read as those of the scores
    shares = dict.fromkeys(("eta_squared", "omega_squared", "mean_square_error"))
    return row | result | shares


def _too_few(observed: pl.DataFrame, reason: str) -> str:
    return {0: "no observations", 1: "one group only"}.get(observed.height, reason)


def _result(anova: object) -> dict:
    return vars(anova) | {"p_value": from_log10(anova.log10_p_value), "status": "ok"}


def _usage(levels: pl.DataFrame, used: pl.DataFrame) -> dict:
    return {
        "n_obs": int(used["n_obs"].sum()),
        "n_dropped": int(levels["n_obs"].sum() - used["n_obs"].sum()),
        "n_groups": used.height,
        "n_groups_left_out": levels.height - used.height,
    }


def _every_pair(observed: pl.DataFrame, tested: pl.DataFrame | None, reason: str) -> list[dict]:
    """Return the tested pairs and, in the same order of levels, those that hold no test."""
    found = {}
    if tested is not None:
        found = {(row["group_a"], row["group_b"]): row for row in tested.to_dicts()}
    rows = []
    for a, b in combinations(observed.to_dicts(), 2):
        row = found.get((a["level"], b["level"]))
        rows.append(
            row | {"status": "ok"}
            if row
            else {
                "group_a": a["level"],
                "group_b": b["level"],
                "n_a": a["n_obs"],
                "n_b": b["n_obs"],
                "estimate": a["mean"] - b["mean"],
                "status": reason,
            }
        )
    return rows
