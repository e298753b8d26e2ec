"""Compact letter displays: what they must say, and what R's multcompView says of the same pairs."""

import polars as pl
from group_references import reference

from analysis_py.statistics.comparisons.letters import fit_letters, letter_display


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
