"""Every comparison of groups, by every method, from group summaries.

The methods differ in which groups they can use. A group that a method cannot use is counted on the
method's row, and its pairs are rows that say why they hold no test.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TypedDict

import numpy as np
import polars as pl

from analysis_py.statistics.comparisons.anova import (
    OneWayAnova,
    cannot_compare,
    one_way_anova,
    tukey_kramer,
)
from analysis_py.statistics.comparisons.pairs import PairRow
from analysis_py.statistics.comparisons.spread import brown_forsythe
from analysis_py.statistics.comparisons.welch import (
    WelchAnova,
    games_howell,
    has_variance,
    welch_anova,
)
from analysis_py.statistics.keys import FACTOR_KEY, FactorKey, by_factor
from analysis_py.statistics.numerics.tails import from_log10
from analysis_py.statistics.rows import to_frame, with_nulls


@dataclass(frozen=True, kw_only=True)
class AnovaRow:
    """An analysis of variance by one method; its results are null where ``status`` is not ok."""

    cohort_id: str
    benchmark_id: str
    factor: str
    method: str
    pair_method: str | None
    df_num: float | None
    df_den: float | None
    statistic: float | None
    p_value: float | None
    log10_p_value: float | None
    eta_squared: float | None
    omega_squared: float | None
    mean_square_error: float | None
    n_obs: int
    n_dropped: int
    n_groups: int
    n_groups_left_out: int
    status: str
    pairs: list[PairRow]


class _Name(TypedDict):
    """The name of a method and its comparison of pairs."""

    method: str
    pair_method: str | None


class _Usage(TypedDict):
    """The numbers of levels that a method used and left out."""

    n_obs: int
    n_dropped: int
    n_groups: int
    n_groups_left_out: int


class _Test(TypedDict):
    """The test of an analysis of variance."""

    df_num: float
    df_den: float
    statistic: float
    p_value: float
    log10_p_value: float
    status: str


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
    for key, levels in by_factor(frame.sort(*FACTOR_KEY, "level_order", "level")):
        rows += _by_every_method(key, levels.filter("is_tested"), confidence_level)
    return to_frame(AnovaRow, rows)


def _by_every_method(
    key: FactorKey, levels: pl.DataFrame, confidence_level: float
) -> list[AnovaRow]:
    observed = levels.filter(pl.col("n_obs") > 0)
    own_variance = observed.filter(
        has_variance(observed["n_obs"], observed["std_dev"].fill_null(np.nan))
    )
    several = observed.filter(pl.col("n_obs") > 1)
    return [
        _classic(key, observed, _usage(levels, observed), confidence_level),
        _welch(key, observed, own_variance, _usage(levels, own_variance), confidence_level),
        _spread(key, observed, several, _usage(levels, several)),
    ]


def _classic(
    key: FactorKey, observed: pl.DataFrame, usage: _Usage, confidence_level: float
) -> AnovaRow:
    name: _Name = {"method": "classic", "pair_method": "tukey_kramer"}
    n, mean, std_dev = observed["n_obs"], observed["mean"], observed["std_dev"].fill_null(np.nan)
    if problem := cannot_compare(n, std_dev):
        pairs = _every_pair(observed, None, problem)
        return with_nulls(AnovaRow, **key, **name, **usage, status=problem, pairs=pairs)
    tested = tukey_kramer(observed["level"].to_list(), n, mean, std_dev, confidence_level)
    anova = one_way_anova(n, mean, std_dev)
    return AnovaRow(
        **key,
        **name,
        **_test(anova),
        eta_squared=anova.eta_squared,
        omega_squared=anova.omega_squared,
        mean_square_error=anova.mean_square_error,
        **usage,
        pairs=_every_pair(observed, tested, ""),
    )


def _welch(
    key: FactorKey,
    observed: pl.DataFrame,
    usable: pl.DataFrame,
    usage: _Usage,
    confidence_level: float,
) -> AnovaRow:
    name: _Name = {"method": "welch", "pair_method": "games_howell"}
    if usable.height < 2:
        problem = _too_few(observed, "fewer than two groups with a variance")
        pairs = _every_pair(observed, None, problem)
        return with_nulls(AnovaRow, **key, **name, **usage, status=problem, pairs=pairs)
    columns = usable["n_obs"], usable["mean"], usable["std_dev"]
    tested = games_howell(usable["level"].to_list(), *columns, confidence_level)
    reason = "a group without a variance: one row, or equal scores"
    return AnovaRow(
        **key,
        **name,
        **_test(welch_anova(*columns)),
        eta_squared=None,
        omega_squared=None,
        mean_square_error=None,
        **usage,
        pairs=_every_pair(observed, tested, reason),
    )


def _spread(
    key: FactorKey, observed: pl.DataFrame, several: pl.DataFrame, usage: _Usage
) -> AnovaRow:
    name: _Name = {"method": "brown_forsythe", "pair_method": None}
    columns = several["n_obs"], several["mean_deviation"], several["std_dev_deviation"]
    problem = (
        _too_few(observed, "fewer than two groups with two rows")
        if several.height < 2
        else cannot_compare(columns[0], columns[2])
    )
    if problem:
        return with_nulls(AnovaRow, **key, **name, **usage, status=problem, pairs=[])
    # shares and mean squares of the deviations would be read as those of the scores
    return AnovaRow(
        **key,
        **name,
        **_test(brown_forsythe(*columns)),
        eta_squared=None,
        omega_squared=None,
        mean_square_error=None,
        **usage,
        pairs=[],
    )


def _too_few(observed: pl.DataFrame, reason: str) -> str:
    return {0: "no observations", 1: "one group only"}.get(observed.height, reason)


def _test(anova: OneWayAnova | WelchAnova) -> _Test:
    return {
        "df_num": anova.df_num,
        "df_den": anova.df_den,
        "statistic": anova.statistic,
        "p_value": from_log10(anova.log10_p_value),
        "log10_p_value": anova.log10_p_value,
        "status": "ok",
    }


def _usage(levels: pl.DataFrame, used: pl.DataFrame) -> _Usage:
    return {
        "n_obs": int(used["n_obs"].sum()),
        "n_dropped": int(levels["n_obs"].sum()) - int(used["n_obs"].sum()),
        "n_groups": used.height,
        "n_groups_left_out": levels.height - used.height,
    }


def _every_pair(observed: pl.DataFrame, tested: pl.DataFrame | None, reason: str) -> list[PairRow]:
    """Return the tested pairs and, in the same order of levels, those that hold no test."""
    found = {}
    if tested is not None:
        found = {(row["group_a"], row["group_b"]): row for row in tested.to_dicts()}
    rows = []
    for a, b in combinations(observed.to_dicts(), 2):
        if row := found.get((a["level"], b["level"])):
            rows.append(PairRow(**row, status="ok"))
            continue
        rows.append(
            with_nulls(
                PairRow,
                group_a=a["level"],
                group_b=b["level"],
                n_a=a["n_obs"],
                n_b=b["n_obs"],
                estimate=a["mean"] - b["mean"],
                status=reason,
            )
        )
    return rows
