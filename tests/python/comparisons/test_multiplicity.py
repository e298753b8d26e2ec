"""Adjustments over benchmarks against R's p.adjust, and the decisions that flip; both are SQL."""

import polars as pl
import pytest
from group_references import reference
from sql_models import run_model

NAMES = ("cohort_id", "benchmark_id", "factor", "method", "group_a", "group_b", "status")
NUMBERS = ("estimate", "p_adjusted")


def anovas(p_values, factor="f", method="classic"):
    """Return one analysis per benchmark; None is one that could not be made."""
    return pl.DataFrame(
        {
            "cohort_id": "c",
            "benchmark_id": [f"b{place}" for place in range(len(p_values))],
            "factor": factor,
            "method": method,
            "p_value": p_values,
            "status": ["why not" if value is None else "ok" for value in p_values],
        },
        schema_overrides={"p_value": pl.Float64},
    )


def pairs(*tests):
    """Return tests of pairs, from benchmark, method, p-value and the groups."""
    rows = [
        ("c", benchmark, "f", method, *groups, "ok", 1.0, p)
        for benchmark, method, p, groups in tests
    ]
    schema = dict.fromkeys(NAMES, pl.String) | dict.fromkeys(NUMBERS, pl.Float64)
    return pl.DataFrame(rows, schema=schema, orient="row")


def adjusted(stat_anova, stat_pairwise=None):
    found = run_model(
        "stat_multiplicity",
        stat_anova=stat_anova,
        stat_pairwise=pairs() if stat_pairwise is None else stat_pairwise,
    )
    return found.sort("factor", "method", "comparison", "benchmark_id")


@pytest.mark.parametrize("name", ["few", "ties", "tiny", "one"])
def test_matches_r(name):
    case = reference()["adjusted"][name]
    found = adjusted(anovas(case["p_value"]))
    assert found["p_holm"].to_list() == pytest.approx(case["holm"], rel=1e-12, abs=0)
    expected = case["benjamini_hochberg"]
    assert found["p_benjamini_hochberg"].to_list() == pytest.approx(expected, rel=1e-12, abs=0)


def test_p_values_below_the_smallest_double_are_adjusted_too():
    found = adjusted(anovas([0.0, 0.0, 0.01]))
    assert found["p_holm"].to_list() == [0.0, 0.0, 0.01]
    assert found["p_benjamini_hochberg"].to_list() == [0.0, 0.0, 0.01]
    assert found["is_significant"].to_list() == [True] * 3


def test_families_do_not_mix():
    """Each factor, method and pair is a family of its own over the benchmarks."""
    both = pl.concat(
        [anovas([0.01, 0.03]), anovas([0.04], factor="g"), anovas([0.001], method="w")]
    )
    tests = pairs(
        ("b0", "tukey_kramer", 0.03, "xy"),
        ("b1", "tukey_kramer", 0.02, "xy"),
        ("b0", "tukey_kramer", 0.04, "xz"),
        ("b0", "games_howell", 0.045, "xy"),
    )
    found = adjusted(both, tests)
    sizes = found.group_by("factor", "method", "comparison").agg(pl.col("n_tests").first())
    assert {row[:3]: row[3] for row in sizes.rows()} == {
        ("f", "classic", "all groups"): 2,
        ("f", "w", "all groups"): 1,
        ("g", "classic", "all groups"): 1,
        ("f", "tukey_kramer", "x - y"): 2,
        ("f", "tukey_kramer", "x - z"): 1,
        ("f", "games_howell", "x - y"): 1,
    }
    tukey = found.filter((pl.col("method") == "tukey_kramer") & (pl.col("group_b") == "y"))
    assert tukey["p_holm"].to_list() == pytest.approx([0.04, 0.04])
    assert tukey["p_benjamini_hochberg"].to_list() == pytest.approx([0.03, 0.03])


def test_a_test_that_could_not_be_made_is_a_row_and_counts_for_nothing():
    found = adjusted(anovas([0.03, None, 0.04]))
    assert found["n_tests"].to_list() == [2, 2, 2]
    assert found["status"].to_list() == ["ok", "why not", "ok"]
    assert found["p_holm"].to_list()[1] is None
    assert found["is_significant_benjamini_hochberg"].to_list()[1] is None
    assert found["p_holm"][0] == pytest.approx(0.06)
