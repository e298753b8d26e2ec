"""Rank confidence sets: a direct simulation in R, plain counting, and how often they hold."""

import numpy as np
import polars as pl
import pytest
from scipy.special import ndtri

from analysis_py.statistics.positions.rank_sets import (
    fit_rank_sets,
    marginal_critical_values,
    rank_sets,
    simultaneous_critical_value,
)

#: Three standard errors of a 95 % quantile from 40,000 draws.
CRITICAL_TOLERANCE = 0.03
COHORTS = ("january_2024", "openllm_v2")
ENDS = {
    "": {},
    "_simultaneous": {"is_simultaneous": True},
    "_any": {"is_correlation_known": False},
}


@pytest.mark.parametrize("cohort", COHORTS)
def test_sets_are_those_of_a_direct_simulation(project, cohort):
    """They hold those sets, and at most a little more: errors are rounded up by a hundredth."""
    folder = project / "tests/reference/positions"
    rows = pl.read_csv(folder / "rows.csv").filter(cohort_id=cohort)
    rows = rows.join(pl.read_csv(folder / "ranks.csv"), on=["cohort_id", "evaluation_id"])
    score, error = rows["score_pct"].to_numpy(), rows["std_error_pct"].to_numpy()
    ours = marginal_critical_values(error, 0.95)
    np.testing.assert_allclose(ours, rows["critical"].to_numpy(), atol=CRITICAL_TOLERANCE)
    # that of equal errors is never too small for unequal ones
    theirs = rows["critical_simultaneous"][0]
    assert simultaneous_critical_value(len(rows), 0.95) > theirs - CRITICAL_TOLERANCE
    for suffix, options in ENDS.items():
        sets = rank_sets(score, error, **options)
        below = rows[f"low{suffix}"].to_numpy() - sets.low
        above = sets.high - rows[f"high{suffix}"].to_numpy()
        # a pair at the critical value may fall to either side of the simulated one
        assert min(below.min(), above.min()) >= -1
        assert max(below.max(), above.max()) <= 3
        assert np.mean((below == 0) & (above == 0)) > (0.5 if suffix == "_simultaneous" else 0.8)


def test_without_an_error_there_is_a_rank_and_no_set():
    scores = pl.DataFrame(
        {
            "cohort_id": "c",
            "benchmark_id": "b",
            "evaluation_id": ["x", "y", "z"],
            "score_pct": [10.0, 30.0, 20.0],
            "std_error_pct": [1.0, None, 1.0],
            "std_error_bound_pct": [1.0, None, 1.0],
        }
    )
    with pytest.raises(ValueError, match="standard error"):
        rank_sets(np.array([1.0, 2.0]), np.array([1.0, 0.0]))
    rows = fit_rank_sets(scores).sort("evaluation_id")
    assert rows["rank"].to_list() == [3, 1, 2]
    assert rows["rank_low"].to_list() == [2, None, 1]
    assert rows["rank_high"].to_list() == [2, None, 1]


@pytest.mark.simulation
@pytest.mark.parametrize("is_simultaneous", [False, True])
def test_sets_hold_the_true_rank_as_often_as_they_say(is_simultaneous):
    """Sixty models in small steps, so that many sets are neither one rank nor all of them."""
    rng = np.random.default_rng(3)
    n, runs = 60, 400
    truth = np.sort(rng.normal(50, 4, n))[::-1]
    error = rng.uniform(0.5, 1.5, n)
    true_rank = np.arange(1, n + 1)
    held = np.zeros((runs, n), dtype=bool)
    for i in range(runs):
        sets = rank_sets(truth + error * rng.normal(size=n), error, is_simultaneous=is_simultaneous)
        held[i] = (sets.low <= true_rank) & (true_rank <= sets.high)
    share = held.all(axis=1).mean() if is_simultaneous else held.mean(axis=0).min()
    # three standard errors below the nominal level, of the smallest of sixty for single sets
    assert share > 0.95 - 3.3 * np.sqrt(0.95 * 0.05 / runs)


@pytest.mark.simulation
@pytest.mark.parametrize("correlation", [-1.0, 0.9])
def test_sets_for_any_correlation_hold_where_errors_go_together(correlation):
    """Half of the models err with the others, or against them: no independence is needed."""
    rng = np.random.default_rng(4)
    n, runs = 30, 400
    truth = np.sort(rng.normal(50, 3, n))[::-1]
    error = rng.uniform(0.5, 1.5, n)
    sign = np.where(np.arange(n) % 2, np.sign(correlation), 1.0)
    shared = abs(correlation)
    true_rank = np.arange(1, n + 1)
    held = 0
    for _ in range(runs):
        alone = np.sqrt(1 - shared**2) * rng.normal(size=n)
        drawn = truth + error * (shared * sign * rng.normal() + alone)
        sets = rank_sets(drawn, error, is_simultaneous=True, is_correlation_known=False)
        held += bool(np.all((sets.low <= true_rank) & (true_rank <= sets.high)))
    assert held / runs > 0.95 - 3 * np.sqrt(0.95 * 0.05 / runs)


def test_models_alike_in_score_and_error_are_counted_one_by_one():
    """What is found for distinct scores and errors is what every pair of models says."""
    rng = np.random.default_rng(6)
    score = rng.integers(40, 60, 300).astype(float)
    error = rng.choice([1.01, 1.0, 2.5], 300)
    sets = rank_sets(score, error, is_correlation_known=False)
    # all errors of a group are taken at its upper end, so these are just below
    upper = 1.01 ** np.ceil(np.log(error) / np.log(1.01) - 1e-9)
    margin = -ndtri(0.05 / 2 / 299) * (error[:, None] + upper)
    better = (score[None, :] > score[:, None] + margin).sum(axis=1)
    worse = (score[None, :] < score[:, None] - margin).sum(axis=1)
    np.testing.assert_array_equal(sets.low, 1 + better)
    np.testing.assert_array_equal(sets.high, 300 - worse)
