"""Compact letter displays: what they must say, and what R's multcompView says of the same pairs."""

from itertools import combinations

import numpy as np
import polars as pl
import pytest
from group_references import reference

from analysis_py.statistics.comparisons.letters import fit_letters, letter_display


def share(display, a, b):
    return bool(set(display[a]) & set(display[b]))


def random_decisions(seed, transitive):
    rng = np.random.default_rng(seed)
    levels = [f"level{place}" for place in range(rng.integers(2, 10))]
    if not transitive:
        return levels, [pair for pair in combinations(levels, 2) if rng.random() < 0.5]
    means = np.sort(rng.normal(0, 2, len(levels)))[::-1]
    places = combinations(range(len(levels)), 2)
    return levels, [(levels[a], levels[b]) for a, b in places if means[a] - means[b] > 1.5]


@pytest.mark.parametrize("transitive", [True, False])
@pytest.mark.parametrize("seed", range(60))
def test_levels_share_a_letter_just_where_they_do_not_differ(seed, transitive):
    levels, different = random_decisions(seed, transitive)
    display = letter_display(levels, different)
    assert list(display) == levels
    assert all(display.values())
    for a, b in combinations(levels, 2):
        assert share(display, a, b) == ((a, b) not in different)


def test_display_is_as_r_says():
    """The same sets of levels; which letter a set has is but a name."""
    cases = reference()["letters"]
    assert len(cases) == 40
    for case in cases:
        levels = case["levels"]
        different = [(levels[a - 1], levels[b - 1]) for a, b in case["different"]]
        assert sets_of(letter_display(levels, different)) == sets_of(case["letters"])


def sets_of(display):
    letters = {letter for text in display.values() for letter in text.strip()}
    return {
        frozenset(level for level, text in display.items() if letter in text) for letter in letters
    }


def test_a_level_without_a_test_is_a_row_that_says_why():
    key = {"cohort_id": "c", "benchmark_id": "b", "factor": "f"}
    levels = [("one", 1, 9.0, True), ("none", 0, None, True), ("low", 5, 1.0, True)]
    levels += [("high", 5, 3.0, True), ("untested", 5, 2.0, False)]
    names = "level", "n_obs", "mean", "is_tested"
    summaries = pl.DataFrame([key | dict(zip(names, level, strict=True)) for level in levels])
    tests = [("low", "high", 0.04, "ok"), ("one", "low", None, "why not")]
    tests.append(("one", "high", None, "why not"))
    names, key = ("group_a", "group_b", "p_adjusted", "status"), key | {"method": "games_howell"}
    pairs = pl.DataFrame([key | dict(zip(names, test, strict=True)) for test in tests])
    found = fit_letters(pairs, summaries)
    assert found.filter(pl.col("method") == "games_howell").select(
        "level", "letters", "status"
    ).rows() == [
        ("one", None, "not compared with any level"),
        ("high", "a", "ok"),
        ("low", "b", "ok"),
        ("none", None, "no observations"),
    ]
    assert found.filter(pl.col("method") == "tukey_kramer")["letters"].null_count() == 4
