"""Ranks from paired differences: counted pair by pair, narrower than unpaired, and right."""

import numpy as np
import polars as pl
import pytest
from item_tables import LEVEL, tables_of
from scipy.stats import norm

from analysis_py.statistics.items import demo
from analysis_py.statistics.positions.rank_sets import rank_sets

N_MODELS = 20


@pytest.fixture(scope="module")
def made():
    return demo.made_up(n_models=N_MODELS, n_items=300, seed=5)


@pytest.fixture(scope="module")
def tables(made):
    return tables_of(made.answers)


def test_sets_are_those_of_looking_at_every_pair(made, tables):
    """Straight from the answers, where items stand alone."""
    ranks = tables.table("stat_item_ranks")
    alone = made.answers.filter(pl.col("cluster").is_null().all().over("benchmark"))
    assert not alone.is_empty()
    for (benchmark,), answers in alone.group_by("benchmark", maintain_order=True):
        wide = answers.pivot("item", index="model", values="score").drop_nulls()
        scores = wide.drop("model").to_numpy().astype(float)
        n, items = scores.shape
        rows = ranks.filter(pl.col("n_models") == n, benchmark_id=str(benchmark).lower())
        rows = wide.select(model_name="model").join(rows, on="model_name", maintain_order="left")
        assert rows["status"].unique().to_list() == ["ok"]
        gap = scores[:, None, :] - scores[None, :, :]
        error = gap.std(axis=2, ddof=1) / np.sqrt(items)
        with np.errstate(invalid="ignore", divide="ignore"):
            z = gap.mean(axis=2) / error
        for suffix, n_tests in (("", n - 1), ("_simultaneous", n * (n - 1) / 2)):
            critical = norm.isf((1 - LEVEL) / 2 / n_tests)
            low = 1 + (z < -critical).sum(axis=1)
            high = n - (z > critical).sum(axis=1)
            assert rows[f"rank_low{suffix}"].to_list() == low.tolist()
            assert rows[f"rank_high{suffix}"].to_list() == high.tolist()
        assert rows["n_tied"].to_list() == (rows["rank_high"] - rows["rank_low"]).to_list()


def test_pairing_tells_more_apart_than_errors_of_single_scores(tables):
    """Models answer the same items, so the error of a difference is smaller than it seems."""
    scores = tables.table("stat_item_scores").filter(pl.col("std_error_pct") > 0)
    ranks = tables.table("stat_item_ranks")
    for (benchmark,), rows in scores.group_by("benchmark_id"):
        unpaired = rank_sets(
            rows["score_pct"].to_numpy(),
            rows["std_error_pct"].to_numpy(),
            LEVEL,
            is_correlation_known=False,
        )
        paired = ranks.filter(benchmark_id=benchmark)
        assert paired["n_tied"].mean() < (unpaired.high - unpaired.low).mean()


def test_where_not_every_two_are_compared_there_is_no_set():
    many = demo.made_up(n_models=60, n_items=40, seed=6)
    rows = tables_of(many.answers).table("stat_item_ranks")
    assert rows["status"].unique().to_list() == [
        "too many evaluations to compare every two of them"
    ]
    assert rows["rank"].null_count() == 0
    assert rows["rank_low"].null_count() == rows.height


def test_sets_hold_the_true_ranks():
    """Forty benchmarks of twelve models each, all sets of a benchmark at once."""
    rng = np.random.default_rng(7)
    truth = np.linspace(0.4, 0.6, 12)
    runs, held = 40, 0
    difficulty = rng.normal(0, 0.25, 300)
    chance = np.clip(truth[:, None] + difficulty, 0.02, 0.98)
    order = (-chance.mean(axis=1)).argsort()
    true_rank = np.empty(12, dtype=int)
    true_rank[order] = np.arange(1, 13)
    answers = pl.concat(
        pl.DataFrame(
            {
                "model": np.repeat([f"m{i:02d}" for i in range(12)], 300),
                "benchmark": f"b{run}",
                "item": np.tile(np.arange(300), 12).astype(str),
                "cluster": pl.Series([None] * 3600, dtype=pl.String),
                "parameters_b": 7.0,
                "base_family": "one",
                "score": (rng.random((12, 300)) < chance).ravel().astype(np.int8),
            }
        )
        for run in range(runs)
    )
    ranks = tables_of(answers).table("stat_item_ranks").sort("benchmark_id", "model_name")
    for _, rows in ranks.group_by("benchmark_id"):
        low, high = (rows[f"rank_{end}_simultaneous"].to_numpy() for end in ("low", "high"))
        held += bool(np.all((low <= true_rank) & (true_rank <= high)))
    # three standard errors below the nominal level
    assert held / runs > LEVEL - 3 * np.sqrt(LEVEL * (1 - LEVEL) / runs)
