"""The noise of answers: by hand, and an interval that covers."""

import numpy as np
import polars as pl
import pytest
from item_tables import LEVEL, ItemTables
from scipy.stats import norm


def noise_of(answers):
    """Return the rows of ``stat_item_noise`` for runs by model, each of shape (n_items, n_runs)."""
    frames = []
    for model, runs in answers.items():
        frames.append(
            pl.DataFrame(
                {
                    "evaluation_id": model,
                    "benchmark_id": "b",
                    "item_key": np.arange(len(runs)),
                    "score": np.rint(1e4 * runs.mean(1)).astype(int),
                    "n_runs": runs.shape[1],
                    "run_variance": runs.var(1, ddof=1) if runs.shape[1] > 1 else None,
                },
                schema_overrides={"run_variance": pl.Float64},
            )
        )
    models = pl.DataFrame({"evaluation_id": list(answers), "model_name": list(answers)})
    tables = ItemTables(stg_item_results=pl.concat(frames), item_models=models)
    return tables.table("stat_item_noise").sort("evaluation_id")


def test_rows_are_those_of_all_answers():
    rng = np.random.default_rng(1)
    right = (rng.random((40, 5)) < rng.beta(0.5, 0.5, (40, 1))).astype(float)
    parts = np.round((rng.random((30, 1)) + rng.random((30, 4))) / 2, 2)
    rows = noise_of({"a": right, "b": parts, "c": right[:, :1]})
    assert rows["evaluation_id"].to_list() == ["a", "b"], "one run says nothing of noise"
    for row, runs in zip(rows.iter_rows(named=True), (right, parts), strict=True):
        own, n = runs.var(1, ddof=1).mean(), len(runs)
        assert row["score_pct"] == pytest.approx(100 * runs.mean(), abs=0.01)
        # the variance of all answers, p (1 - p) where they are right or wrong
        assert row["own_share"] == pytest.approx(own / runs.var(), rel=1e-3)
        assert row["both_ways"] == pytest.approx((runs.var(1) > 0).mean())
        assert row["std_error_pct"] == pytest.approx(100 * np.sqrt(runs.var() / n), rel=1e-3)
        assert row["std_error_noise_pct"] == pytest.approx(100 * np.sqrt(own / n))
        reach = norm.isf((1 - LEVEL) / 2) * np.sqrt(2 * own / n)
        assert row["two_runs_pct"] == pytest.approx(100 * reach)
        assert row["two_runs_high_pct"] > row["two_runs_pct"]
        assert 0 <= row["ci_low"] < row["own_share"] < row["ci_high"] <= 1
        assert (row["n_items"], row["n_runs"], row["status"]) == (*runs.shape, "ok")


def test_no_item_that_varies_is_no_proof_of_no_noise():
    steady, all_right = np.repeat([[1.0], [0.0]] * 60, 5, axis=1), np.ones((50, 3))
    rows = noise_of({"steady": steady, "right": all_right})
    assert rows["status"].to_list() == ["all answers are alike", "ok"]
    right, steady_row = rows.iter_rows(named=True)
    assert right["own_share"] is None
    assert right["ci_high"] is None
    assert (steady_row["own_share"], steady_row["ci_low"]) == (0, 0)
    assert 0.01 < steady_row["ci_high"] < 0.1
    assert steady_row["two_runs_pct"] == 0
    # 1.96 √(2 ci_high p(1 − p)/n), with half of 120 items right
    reach = norm.isf((1 - LEVEL) / 2) * np.sqrt(2 * steady_row["ci_high"] / 4 / 120)
    assert steady_row["two_runs_high_pct"] == pytest.approx(100 * reach)
    assert right["two_runs_high_pct"] is None


@pytest.mark.simulation
@pytest.mark.parametrize(("n_items", "n_runs"), [(50, 4), (100, 5), (250, 10), (100, 2)])
@pytest.mark.parametrize(("fixed", "fixed_right"), [(0.97, 0.9), (0.8, 0.7), (0.2, 0.5)])
def test_the_interval_of_the_share_covers(n_items, n_runs, fixed, fixed_right):
    """Some items are always right or always wrong, the others anything between."""
    rng = np.random.default_rng([2, n_items, int(100 * fixed)])
    n_models = 500
    p = rng.beta(1, 1, (n_models, n_items, 1))
    is_right = rng.random(p.shape) < fixed_right
    p = np.where(rng.random(p.shape) < fixed, is_right, p)
    runs = (rng.random((n_models, n_items, n_runs)) < p).astype(float)
    rows = noise_of({f"{i:03}": each for i, each in enumerate(runs)}).filter(status="ok")
    mean = fixed * fixed_right + (1 - fixed) / 2
    truth = (1 - fixed) / 6 / (mean * (1 - mean))
    covered = (rows["ci_low"] <= truth) & (rows["ci_high"] >= truth)
    assert covered.mean() >= 0.93
