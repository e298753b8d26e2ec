"""A model of the ceiling: R's likelihood, and data whose tail is known."""

import numpy as np
import polars as pl
import pytest

from analysis_py.statistics.robustness.truncated_selection import fit_truncated_selection
from analysis_py.statistics.robustness.truncation import truncated_means

CEILING = 52.68
#: R differentiates numerically; relative to the standard error.
TOLERANCE = 1e-4


def listed(rows, factor, score, ceiling=CEILING):
    """Return rows as int_selection_averages_listed has them."""
    return rows.select(
        population=pl.lit("p"),
        cohort_id=pl.lit("c"),
        cutoff_pct=pl.lit(None, pl.Float64),
        ceiling_pct=pl.lit(ceiling, pl.Float64),
        benchmark_id=pl.lit(score),
        factor=pl.lit(factor),
        level=pl.col(factor),
        evaluation_id=pl.int_range(pl.len()).cast(pl.String),
        base_family=pl.col("base_family"),
        average_pct=pl.col("average"),
        score_pct=pl.col(score),
    )


def pair(factor, group_a, group_b):
    return pl.DataFrame(
        {"comparison": ["x"], "factor": [factor], "group_a": [group_a], "group_b": [group_b]}
    )


def test_the_model_of_the_ceiling_matches_r(project):
    folder = project / "tests/reference/robustness"
    rows = pl.read_csv(folder / "rows.csv", infer_schema_length=None)
    expected = pl.read_csv(folder / "truncation.csv").to_dicts()
    assert len(expected) == 8
    for row in expected:
        factor = row["factor"]
        used = rows.filter((pl.col(factor) != "unknown") | (factor == "training_type"))
        comparison = pair(factor, row["group_a"], row["group_b"])
        found = fit_truncated_selection(listed(used, factor, row["benchmark"]), comparison)
        (mine,) = found.to_dicts()
        error = row["std_error"]
        assert mine["estimate"] == pytest.approx(row["estimate"], abs=TOLERANCE * error)
        assert mine["std_error"] == pytest.approx(error, rel=TOLERANCE)
        levels, group = np.unique(used[factor].to_numpy(), return_inverse=True)
        averages = truncated_means(used["average"].to_numpy(), group, CEILING)
        assert averages.std_dev == pytest.approx(row["sd"], rel=TOLERANCE)
        assert row["group_a"] in levels


def made(rng, n_clusters=400):
    """Return evaluations of two types, b 10 points below a, some of them above the ceiling."""
    kind = np.repeat(rng.random(n_clusters) < 0.5, 4)
    average = np.where(kind, 55.0, 45.0) + rng.normal(0, 8, len(kind))
    score = 5 + 1.2 * average + rng.normal(0, 3, len(kind))
    return pl.DataFrame(
        {
            "kind": np.where(kind, "a", "b"),
            "base_family": np.repeat([f"m{i:03}" for i in range(n_clusters)], 4),
            "average": average,
            "score": score,
        }
    )


def test_without_a_ceiling_it_is_the_difference_of_means():
    rows = made(np.random.default_rng(1), 50)
    (mine,) = fit_truncated_selection(
        listed(rows, "kind", "score", None), pair("kind", "a", "b")
    ).to_dicts()
    by_kind = dict(rows.group_by("kind").agg(pl.col("score").mean()).rows())
    assert mine["estimate"] == pytest.approx(by_kind["a"] - by_kind["b"], abs=1e-8)


@pytest.mark.parametrize(
    ("rows", "status"),
    [
        ({"kind": ["a", "b"], "average": [50.0, 50.0]}, "no maximum of the likelihood"),
        ({"kind": ["a", "a"], "average": [40.0, 50.0]}, "a group lies in one base family"),
        ({"kind": ["a", "b"], "average": [40.0, 50.0]}, "no maximum of the likelihood"),
    ],
)
def test_what_cannot_be_modelled_says_why(rows, status):
    frame = pl.DataFrame({**rows, "base_family": ["x", "y"], "score": [1.0, 2.0]})
    (mine,) = fit_truncated_selection(
        listed(frame, "kind", "score"), pair("kind", "a", "b")
    ).to_dicts()
    assert (mine["status"], mine["estimate"]) == (status, None)


def test_nobody_gives_no_row():
    frame = pl.DataFrame(
        {"kind": ["a"], "base_family": ["x"], "average": [1.0], "score": [1.0]}
    ).clear()
    found = fit_truncated_selection(listed(frame, "kind", "score"), pair("kind", "a", "b"))
    assert found.is_empty()
