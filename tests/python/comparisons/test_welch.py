"""Welch's test, Games–Howell pairs and the Brown–Forsythe test against R."""

import numpy as np
import polars as pl
import pytest
from group_references import DATASETS, compared, several, summarise
from scipy import stats

from analysis_py.statistics.comparisons.anova import one_way_anova
from analysis_py.statistics.comparisons.compare_groups import compare_groups
from analysis_py.statistics.comparisons.welch import (
    games_howell,
    has_variance,
    welch_anova,
)

REL = 1e-9
P_TOLERANCE = 1e-8
CI_TOLERANCE = 1e-6
#: R's ptukey has an error of 2e-8 at 5 degrees of freedom and refuses fewer than 2.
R_DF_FLOOR = 20


def pairs_of(dataset):
    groups = several(dataset)
    return games_howell(list(groups), *summarise(groups.values())).to_dicts()


@pytest.mark.parametrize("dataset", DATASETS)
def test_welch_and_brown_forsythe_match_r(dataset):
    groups = list(several(dataset).values())
    spreads = [np.abs(group - np.median(group)) for group in groups]
    found = {
        "welch": welch_anova(*summarise(groups)),
        "brown_forsythe": one_way_anova(*summarise(spreads)),
    }
    for name, ours in found.items():
        expected = compared(dataset)[name]
        assert ours.statistic == pytest.approx(expected["statistic"], rel=REL)
        assert ours.df_num == expected["df_num"]
        assert ours.df_den == pytest.approx(expected["df_den"], rel=REL)
        assert ours.p_value == pytest.approx(expected["p_value"], rel=1e-7, abs=1e-300)


@pytest.mark.parametrize("dataset", DATASETS)
def test_games_howell_matches_r(dataset):
    ours = pairs_of(dataset)
    expected = compared(dataset)["pairs"]
    assert len(ours) == len(expected)
    for row, wanted in zip(ours, expected, strict=True):
        assert (row["group_a"], row["group_b"]) == (wanted["group_a"], wanted["group_b"])
        for name in ("estimate", "std_error", "df_den", "statistic"):
            assert row[name] == pytest.approx(wanted[name], rel=REL, abs=1e-12)
        if wanted["df_den"] >= R_DF_FLOOR:
            assert row["p_adjusted"] == pytest.approx(wanted["p_adjusted"], abs=P_TOLERANCE)
            assert row["ci_low"] == pytest.approx(wanted["ci_low"], abs=CI_TOLERANCE)
            assert row["ci_high"] == pytest.approx(wanted["ci_high"], abs=CI_TOLERANCE)


def test_groups_without_variance_are_refused():
    assert has_variance([1, 2, 2], [np.nan, 0.0, 1.0]).tolist() == [False, False, True]
    with pytest.raises(ValueError, match="without a variance: 1 of 3"):
        welch_anova([1, 5, 5], [1.0, 2.0, 3.0], [np.nan, 1.0, 1.0])
    with pytest.raises(ValueError, match="needs two groups"):
        games_howell(["a"], [5], [1.0], [1.0])


def table(levels):
    """Return summaries and deviations of one comparison, from (level, n, mean, std_dev)."""
    key = {"cohort_id": "c", "benchmark_id": "b", "factor": "training_type"}
    numbers = pl.DataFrame(
        levels,
        schema={"level": str, "n_obs": int, "mean": float, "std_dev": float},
        orient="row",
    ).with_columns(**{name: pl.lit(value) for name, value in key.items()})
    summaries = numbers.with_columns(level_order=0, is_tested=pl.col("level") != "unknown")
    spreads = numbers.filter(pl.col("n_obs") > 0).select(
        *key, "level", mean_deviation="std_dev", std_dev_deviation="std_dev"
    )
    return summaries, spreads


LEVELS = [
    ("a", 9, 50.0, 2.0),
    ("b", 1, 60.0, None),
    ("c", 12, 55.0, 6.0),
    ("d", 0, None, None),
    ("unknown", 5, 10.0, 1.0),
]


def test_no_level_is_lost_by_any_method():
    rows = {row["method"]: row for row in compare_groups(*table(LEVELS)).to_dicts()}
    counts = "n_obs", "n_dropped", "n_groups", "n_groups_left_out"
    usage = {name: tuple(row[count] for count in counts) for name, row in rows.items()}
    separate = (21, 1, 2, 2)
    assert usage == {"classic": (22, 0, 3, 1), "welch": separate, "brown_forsythe": separate}
    for method in ("classic", "welch"):
        pairs = [(pair["group_a"], pair["group_b"]) for pair in rows[method]["pairs"]]
        assert pairs == [("a", "b"), ("a", "c"), ("b", "c")]
    statuses = [pair["status"] for pair in rows["welch"]["pairs"]]
    reason = "a group without a variance: one row, or equal scores"
    assert statuses == [reason, "ok", reason]
    untested = rows["welch"]["pairs"][0]
    assert untested["estimate"] == -10.0
    assert untested["p_adjusted"] is None
    assert rows["brown_forsythe"]["eta_squared"] is None


NO_VARIANCE = "no variance within groups"
FEW = "fewer than two groups with a variance"


@pytest.mark.parametrize(
    ("levels", "statuses"),
    [
        (LEVELS[:1], ["one group only"] * 3),
        (LEVELS[3:4], ["no observations"] * 3),
        (LEVELS[4:5], ["no observations"] * 3),
        (LEVELS[:2], ["ok", FEW, "fewer than two groups with two rows"]),
        ([("b", 1, 1.0, None), ("c", 1, 2.0, None)], ["no group has two rows", FEW, None]),
        ([("a", 3, 1.0, 0.0), ("b", 4, 2.0, 0.0)], [NO_VARIANCE, FEW, NO_VARIANCE]),
    ],
)
def test_what_cannot_be_compared_says_why(levels, statuses):
    rows = compare_groups(*table(levels))
    expected = [status or found for status, found in zip(statuses, rows["status"], strict=True)]
    assert rows["status"].to_list() == expected
    for row in rows.filter(pl.col("status") != "ok").to_dicts():
        assert row["statistic"] is None
        assert all(pair["status"] != "ok" for pair in row["pairs"])


def test_medians_in_sql_give_the_test_of_scipy(warehouse):
    cells = warehouse.sql(
        "select benchmark_id, training_type, list(score_pct) as scores "
        "from marts.bridge_cohort_evaluations join marts.fct_evaluations using (evaluation_id) "
        "join marts.fct_scores using (evaluation_id) where cohort_id = 'paper_2024_01' group by all"
    ).pl()
    published = warehouse.sql(
        "select benchmark_id, statistic, p_value from statistics.stat_anova "
        "where cohort_id = 'paper_2024_01' and factor = 'training_type' "
        "and method = 'brown_forsythe'"
    ).fetchall()
    assert len(published) == 6
    for benchmark, *found in published:
        groups = cells.filter(pl.col("scores").list.len() > 1, benchmark_id=benchmark)["scores"]
        expected = stats.levene(*groups.to_list(), center="median")
        assert found == pytest.approx([expected.statistic, expected.pvalue], rel=1e-6)
