"""Equivalence tests and detectable differences against R, statsmodels and simulation."""

import numpy as np
import polars as pl
import pytest
from group_references import DATASETS, compared, several, summarise
from scipy import special, stats
from sql_models import run_model

from analysis_py.statistics.comparisons.welch import games_howell
from analysis_py.statistics.equivalence import (
    fit_equivalence,
    smallest_detectable,
    tost,
)

REL = 1e-7
MARGIN = 2.0


def assessed(dataset):
    groups = several(dataset)
    pairs = games_howell(list(groups), *summarise(groups.values())).with_columns(
        cohort_id=pl.lit("c"), benchmark_id=pl.lit("b"), factor=pl.lit("f"), status=pl.lit("ok")
    )
    return fit_equivalence(pairs, MARGIN).to_dicts()


@pytest.mark.parametrize("dataset", DATASETS)
def test_matches_r(dataset):
    """R's t.test against either margin; R's pt, inverted, for what could be detected."""
    expected = compared(dataset)["pairs"]
    ours = assessed(dataset)
    assert len(ours) == len(expected)
    for row, wanted in zip(ours, expected, strict=True):
        assert row["p_lower"] == pytest.approx(wanted["p_lower"], rel=REL, abs=1e-14)
        assert row["p_upper"] == pytest.approx(wanted["p_upper"], rel=REL, abs=1e-14)
        larger = max(wanted["p_lower"], wanted["p_upper"])
        assert row["p_equivalence"] == pytest.approx(larger, rel=REL)
        assert row["ci_low"] == pytest.approx(wanted["ci_low_equivalence"], rel=REL)
        assert row["ci_high"] == pytest.approx(wanted["ci_high_equivalence"], rel=REL)
        farther = max(-wanted["ci_low_equivalence"], wanted["ci_high_equivalence"])
        assert row["smallest_margin_pct"] == pytest.approx(farther, rel=REL)
        assert row["detectable_pct"] == pytest.approx(wanted["detectable"], rel=1e-6)
        if wanted["df_den"] >= 20:
            # below, R's ptukey has too few digits for its critical value
            detectable = wanted["detectable_adjusted"]
            assert row["detectable_adjusted_pct"] == pytest.approx(detectable, rel=1e-6)


def test_the_false_positive_rate_is_the_level():
    """With a true difference of just the margin, one in twenty pairs is called equivalent."""
    rng = np.random.default_rng(1987)
    trials, n = 20_000, 40
    a = rng.normal(MARGIN, 1.0, (trials, n))
    b = rng.normal(0.0, 3.0, (trials, n))
    share_a, share_b = a.var(axis=1, ddof=1) / n, b.var(axis=1, ddof=1) / n
    df = (share_a + share_b) ** 2 / ((share_a**2 + share_b**2) / (n - 1))
    *_, p = tost(a.mean(axis=1) - b.mean(axis=1), np.sqrt(share_a + share_b), df, MARGIN)
    rate = (p < 0.05).mean()
    assert rate == pytest.approx(0.05, abs=4 * np.sqrt(0.05 * 0.95 / trials))


def test_power_is_what_simulation_gives():
    rng = np.random.default_rng(8)
    n, trials = 10, 20_000
    df = np.array([2 * n - 2.0])
    difference = smallest_detectable([np.sqrt(2 / n)], df, special.stdtrit(df, 0.975))[0]
    a, b = rng.normal(difference, 1, (trials, n)), rng.normal(0, 1, (trials, n))
    found = (stats.ttest_ind(a, b, axis=1).pvalue < 0.05).mean()
    assert found == pytest.approx(0.8, abs=4 * np.sqrt(0.8 * 0.2 / trials))


def test_pairs_without_a_test_stay_rows():
    pairs = pl.DataFrame(
        {
            "cohort_id": "c",
            "benchmark_id": "b",
            "factor": "f",
            "group_a": ["x", "x"],
            "group_b": ["y", "z"],
            "n_a": [9, 9],
            "n_b": [8, 1],
            "estimate": [1.0, 7.0],
            "std_error": [1.0, None],
            "df_den": [14.0, None],
            "ci_low": [-2.0, None],
            "ci_high": [4.0, None],
            "status": ["ok", "why not"],
        }
    )
    rows = fit_equivalence(pairs, MARGIN).to_dicts()
    assert [row["status"] for row in rows] == ["ok", "why not"]
    assert rows[1]["p_equivalence"] is None
    assert rows[1]["estimate"] == 7.0


#: p of the difference, p of equivalence, the clustered interval, and what follows.
DECISIONS = [
    (0.001, 0.9, (3.0, 9.0), "different", False),
    (0.001, 0.001, (0.1, 1.0), "different", True),
    (0.4, 0.01, (-1.0, 1.0), "equivalent", True),
    (0.4, 0.3, (-1.0, 1.0), "inconclusive", False),
    (0.001, 0.001, (-3.0, 3.0), "inconclusive", False),
    (0.001, 0.001, None, "inconclusive", False),
    (None, None, None, None, None),
]


def test_decisions():
    key = {"cohort_id": "c", "benchmark_id": "b", "factor": "f", "group_b": "z"}
    fits = pl.DataFrame(
        [
            key
            | {"group_a": f"a{place}", "n_a": 9, "n_b": 9, "estimate": 0.0}
            | {"p_equivalence": p, "status": "ok" if p is not None else "why not"}
            | dict.fromkeys(("p_lower", "p_upper"), p)
            for place, (_, p, *_) in enumerate(DECISIONS)
        ]
    ).with_columns(
        *(
            pl.lit(0.0).alias(name)
            for name in (
                *("std_error", "df_den", "ci_low", "ci_high", "smallest_margin_pct"),
                *("detectable_pct", "detectable_adjusted_pct"),
            )
        )
    )
    pairs = pl.DataFrame(
        [
            key
            | {"group_a": f"a{place}", "method": method}
            | {"p_holm": p, "is_significant": None if p is None else p < 0.05}
            for place, (p, *_) in enumerate(DECISIONS)
            # the pooled comparison has no say
            for method, p in (("games_howell", p), ("tukey_kramer", 0.5))
        ]
    )
    clustered = pl.DataFrame(
        [
            key
            | {"group_a": f"a{place}", "is_default": True, "ci_low": ends[0], "ci_high": ends[1]}
            | {"is_significant": ends[0] > 0, "type1_error": 0.05}
            for place, (_, _, ends, *_) in enumerate(DECISIONS)
            if ends
        ]
    )
    found = run_model(
        "stat_equivalence",
        fit_equivalence=fits,
        stat_multiplicity=pairs,
        stat_cluster_robust=clustered,
    ).sort("group_a")
    assert found["decision"].to_list() == [row[3] for row in DECISIONS]
    assert found["is_equivalent"].to_list() == [row[4] for row in DECISIONS]
    unadjusted = [None if p is None else p < 0.05 for _, p, *_ in DECISIONS]
    assert found["is_equivalent_unadjusted"].to_list() == unadjusted
    # 0.001 × 6, 0.01 × 3, 0.3 × 2, 0.9, by falling rank, and none below one before
    holm = [0.9, 0.006, 0.03, 0.6, 0.006, 0.006, None]
    assert found["p_equivalence_adjusted"].to_list() == pytest.approx(holm)
