"""Comparisons of groups from their summaries: classic, Welch and Brown–Forsythe.

The methods differ in the groups that they can use. The method's row counts the groups left out, and
the rows of their pairs give the reason.
"""

from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np
import polars as pl

from analysis_py.statistics.arrays import FloatArray
from analysis_py.statistics.comparisons.anova import (
    Anova,
    cannot_compare,
    one_way_anova,
    tukey_kramer,
)
from analysis_py.statistics.comparisons.effect_sizes import hedges_g, variance_share_interval
from analysis_py.statistics.comparisons.pairs import PairRow, pair_indices
from analysis_py.statistics.comparisons.welch import (
    games_howell,
    has_variance,
    welch_anova,
)
from analysis_py.statistics.keys import FACTOR_KEY, FactorKey, by_factor
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
    eta_squared: float | None
    omega_squared: float | None
    share_ci_low: float | None
    share_ci_high: float | None
    mean_square_error: float | None
    n_obs: int
    n_dropped: int
    n_groups: int
    n_groups_left_out: int
    status: str
    pairs: list[PairRow]


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
        ``brown_forsythe``. ``n_obs`` and ``n_groups`` count what the method used, ``n_dropped`` and
        ``n_groups_left_out`` what it left out. ``pairs`` holds the rows of ``pair_method``
        (``tukey_kramer``, ``games_howell`` or none), one per pair of levels with scores.
    """
    frame = summaries.join(
        deviations.select(*FACTOR_KEY, "level", "mean_deviation", "std_dev_deviation"),
        on=[*FACTOR_KEY, "level"],
        how="left",
    )
    rows = []
    for key, levels in by_factor(frame.sort(*FACTOR_KEY, "level_order", "level")):
        rows += _compare_levels(key, levels.filter("is_tested"), confidence_level)
    return to_frame(AnovaRow, rows)


def _compare_levels(
    key: FactorKey, levels: pl.DataFrame, confidence_level: float
) -> list[AnovaRow]:
    observed = levels.filter(pl.col("n_obs") > 0)
    std_dev = observed["std_dev"].fill_null(np.nan)
    own_variance = observed.filter(has_variance(observed["n_obs"], std_dev))
    several = observed.filter(pl.col("n_obs") > 1)

    def start(method: str, pair_method: str | None, used: pl.DataFrame) -> AnovaRow:
        n_used = int(used["n_obs"].sum())
        return with_nulls(
            AnovaRow,
            **key,
            method=method,
            pair_method=pair_method,
            n_obs=n_used,
            n_dropped=int(levels["n_obs"].sum()) - n_used,
            n_groups=used.height,
            n_groups_left_out=levels.height - used.height,
            status="ok",
            pairs=[],
        )

    classic = start("classic", "tukey_kramer", observed)
    welch = start("welch", "games_howell", own_variance)
    spread = start("brown_forsythe", None, several)
    return [
        _fit_classic(classic, observed, confidence_level),
        _fit_welch(welch, observed, own_variance, confidence_level),
        _fit_brown_forsythe(spread, observed, several),
    ]


def _fit_classic(row: AnovaRow, observed: pl.DataFrame, confidence_level: float) -> AnovaRow:
    n, mean, std_dev = observed["n_obs"], observed["mean"], observed["std_dev"].fill_null(np.nan)
    if problem := cannot_compare(n, std_dev):
        return replace(row, status=problem, pairs=_list_pairs(observed, None, problem))
    anova = one_way_anova(n, mean, std_dev)
    tested = tukey_kramer(observed["level"].to_list(), n, mean, std_dev, confidence_level)
    tested = _with_effect_sizes(tested, std_dev.fill_nan(0.0).to_numpy(), confidence_level)
    low, high = variance_share_interval(
        anova.statistic, anova.df_num, anova.df_den, confidence_level
    )
    return replace(
        _add_test(row, anova),
        eta_squared=anova.eta_squared,
        omega_squared=anova.omega_squared,
        share_ci_low=low,
        share_ci_high=high,
        mean_square_error=anova.mean_square_error,
        pairs=_list_pairs(observed, tested, ""),
    )


def _with_effect_sizes(
    pairs: pl.DataFrame, std_dev: FloatArray, confidence_level: float
) -> pl.DataFrame:
    """Add Hedges' g to each pair with a spread and at least two degrees of freedom."""
    a, b = pair_indices(len(std_dev))
    n_a, n_b = (pairs[name].to_numpy() for name in ("n_a", "n_b"))
    df = n_a + n_b - 2
    pooled = np.full(len(df), np.nan)
    squares = (n_a - 1) * std_dev[a] ** 2 + (n_b - 1) * std_dev[b] ** 2
    pooled[df > 0] = np.sqrt(squares[df > 0] / df[df > 0])
    known, effects = (df > 1) & (pooled > 0), np.full((3, len(df)), np.nan)
    sizes = n_a[known], n_b[known]
    difference = pairs["estimate"].to_numpy()[known]
    effects[:, known] = hedges_g(difference, pooled[known], *sizes, confidence_level)
    columns = ("hedges_g", "hedges_g_low", "hedges_g_high")
    added = {"pooled_std_dev": pooled} | dict(zip(columns, effects, strict=True))
    return pairs.with_columns(
        pl.Series(name, values).fill_nan(None) for name, values in added.items()
    )


def _fit_welch(
    row: AnovaRow, observed: pl.DataFrame, usable: pl.DataFrame, confidence_level: float
) -> AnovaRow:
    if usable.height < 2:
        problem = _too_few(observed, "fewer than two groups with a variance")
        return replace(row, status=problem, pairs=_list_pairs(observed, None, problem))
    columns = usable["n_obs"], usable["mean"], usable["std_dev"]
    tested = games_howell(usable["level"].to_list(), *columns, confidence_level)
    reason = "a group without a variance: one row, or equal scores"
    return replace(
        _add_test(row, welch_anova(*columns)), pairs=_list_pairs(observed, tested, reason)
    )


def _fit_brown_forsythe(row: AnovaRow, observed: pl.DataFrame, several: pl.DataFrame) -> AnovaRow:
    columns = several["n_obs"], several["mean_deviation"], several["std_dev_deviation"]
    problem = (
        _too_few(observed, "fewer than two groups with two rows")
        if several.height < 2
        else cannot_compare(columns[0], columns[2])
    )
    if problem:
        return replace(row, status=problem)
    # Levene's test, with deviations from the median (Brown and Forsythe 1974, JASA 69, 364-367);
    # no shares or mean squares: readers would take them for those of the scores
    return _add_test(row, one_way_anova(*columns))


def _too_few(observed: pl.DataFrame, reason: str) -> str:
    return {0: "no observations", 1: "one group only"}.get(observed.height, reason)


def _add_test(row: AnovaRow, anova: Anova) -> AnovaRow:
    return replace(
        row,
        df_num=anova.df_num,
        df_den=anova.df_den,
        statistic=anova.statistic,
        p_value=anova.p_value,
    )


def _list_pairs(observed: pl.DataFrame, tested: pl.DataFrame | None, reason: str) -> list[PairRow]:
    """Return all pairs in the order of levels, with or without a test."""
    rows = [] if tested is None else tested.to_dicts()
    tests = {
        (row["group_a"], row["group_b"]): with_nulls(PairRow, **row, status="ok") for row in rows
    }
    return [
        tests.get((a["level"], b["level"]))
        or with_nulls(
            PairRow,
            group_a=a["level"],
            group_b=b["level"],
            n_a=a["n_obs"],
            n_b=b["n_obs"],
            estimate=a["mean"] - b["mean"],
            status=reason,
        )
        for a, b in combinations(observed.to_dicts(), 2)
    ]
