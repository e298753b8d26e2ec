"""The best of many, corrected: with single answers, and from standard errors alone."""

import numpy as np
import polars as pl
import pytest
from item_tables import LEVEL

from analysis_py.statistics.items.panel import Panel
from analysis_py.statistics.items.rank_sets import centred_totals
from analysis_py.statistics.items.subsets import _measure
from analysis_py.statistics.items.winners import cross_fit, projection_critical
from analysis_py.statistics.positions.winners import correct_winner, fit_winners


def test_corrections_are_those_of_r(project):
    """tests/reference/items/winners.R; both solve to 1e-10 of a standard error."""
    cases = pl.read_csv(project / "tests/reference/items/winners.csv")
    for case in cases.to_dicts():
        others = [case["second"]] + [case["second"] - 10] * (case["n"] - 2)
        score = np.array([case["score"], *others])
        found = correct_winner(score, np.full(case["n"], case["std_error"]), case["level"])
        ours = (
            found.corrected, found.hybrid_low, found.hybrid_high,
            found.projection_low, found.projection_high,
        )  # fmt: skip
        theirs = [case[name] for name in cases.columns[5:]]
        np.testing.assert_allclose(ours, theirs, atol=1e-7)


@pytest.mark.simulation
@pytest.mark.parametrize("n", [2, 10, 200])
def test_intervals_of_the_best_cover_where_all_are_equal(n):
    rng = np.random.default_rng([5, n])
    runs = 400
    error = rng.uniform(0.5, 1.5, n)
    found = [correct_winner(50 + error * rng.standard_normal(n), error, LEVEL) for _ in range(runs)]
    slack = 3 * np.sqrt(LEVEL * (1 - LEVEL) / runs)
    assert np.mean([w.projection_low <= 50 <= w.projection_high for w in found]) >= LEVEL - slack
    assert np.mean([w.hybrid_low <= 50 <= w.hybrid_high for w in found]) >= LEVEL - slack
    # as often too low as too high, but for what the projection cuts off
    assert abs(np.mean([w.corrected > 50 for w in found]) - 0.5) < 0.1


def test_an_evaluation_without_error_takes_no_part():
    scores = pl.DataFrame(
        {
            "cohort_id": "c",
            "benchmark_id": ["known", "known", "unknown", "unknown"],
            "evaluation_id": ["a", "b", "a", "b"],
            "score_pct": [50.0, 40.0, 50.0, 60.0],
            "std_error_pct": [1.0, None, 1.0, None],
        }
    )
    known, unknown = fit_winners(scores).to_dicts()
    assert (known["status"], known["n_without_error"]) == ("ok", 1)
    assert known["corrected_pct"] == pytest.approx(50)
    assert (unknown["evaluation_id"], unknown["corrected_pct"]) == ("b", None)
    assert unknown["status"] == "standard error not known"


@pytest.mark.simulation
def test_cross_fitting_and_projection_on_items_drawn_anew(project):
    """The committed answers are the population; benchmarks are items drawn from it."""
    rng = np.random.default_rng(13)
    runs, errors, covered = 60, [], []
    for whole in committed(project):
        truth, m = whole.mean(1), whole.shape[1]
        for _ in range(runs):
            answers = whole[:, rng.integers(0, m, m)]
            panel = Panel("b", (), np.arange(m), answers, np.arange(len(answers)), None)
            best = int(np.argmax(answers.mean(1)))
            residual = centred_totals(panel)
            reach = projection_critical(residual, LEVEL, 499, rng) * np.sqrt(
                (residual[best] ** 2).sum()
            )
            covered.append(abs(answers[best].mean() - truth[best]) <= reach)
            errors.append(100 * (cross_fit(panel, rng) - truth[best]))
    assert np.mean(covered) >= LEVEL
    assert abs(np.mean(errors)) <= 0.2


def committed(project):
    """Return the answers of ZeroEval, a table of evaluations by items per benchmark."""
    for path in sorted((project / "data/items").glob("zeroeval/results/*/*.parquet")):
        rows = pl.read_parquet(path).sort("evaluation_id", "item_key")
        n = rows["evaluation_id"].n_unique()
        yield rows["score"].to_numpy().reshape(n, -1) / 10_000


def test_more_items_err_less_and_a_line_helps(project):
    for answers in committed(project):
        n, m = answers.shape
        panel = Panel("b", ("",) * n, np.arange(m), answers, np.arange(n) // 2, None)
        rows = {(r.n_items, r.choice, r.scoring): r for r in _measure(panel, LEVEL, 10, 1)}
        sizes = sorted({k for k, *_ in rows})
        by_size = [rows[k, "random", "raw"].mae_pct for k in sizes]
        assert by_size == sorted(by_size, reverse=True)
        assert rows[20, "random", "line"].mae_pct < rows[20, "random", "raw"].mae_pct
        # a random score errs by sqrt(2 p (1 - p) / pi k), less what not putting items back saves
        p = answers.mean(1)
        expected = 100 * np.sqrt(2 / np.pi * p * (1 - p) / 100 * (1 - 100 / m)).mean()
        assert rows[100, "random", "raw"].mae_pct == pytest.approx(expected, rel=0.1)
