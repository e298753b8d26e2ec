"""Scores without broken items: changes, errors by items and sources, weights and ranks."""

import numpy as np
import polars as pl
import pytest

from analysis_py.statistics.items.clean_scores import change_by_weights, fit_clean_scores


def frames_of(right, families, flagged, sources=None, p=None, without=None):
    """Return choices, facts and suspects of one benchmark; NaN is a missing answer."""
    scores = [[None if np.isnan(x) else int(10_000 * x) for x in row] for row in right]
    rows = {"benchmark_id": "b", "evaluation_id": [f"e{i}" for i in range(len(right))]}
    choices = pl.DataFrame(rows | {"base_family": families, "scores": scores})
    facts = pl.DataFrame(
        {"benchmark_id": ["b"], "sources": [sources or [None] * len(flagged)]},
        schema_overrides={"sources": pl.List(pl.String)},
    ).with_columns(is_flagged=pl.Series([flagged], dtype=pl.List(pl.Boolean)))
    of_items = pl.List(pl.Float64)
    of_family = {"base_family": pl.String, "p_flagged": of_items, "p_held": of_items}
    others = [
        {"base_family": family, "p_flagged": list(each)} for family, each in (without or {}).items()
    ]
    suspects = pl.DataFrame(
        {"benchmark_id": ["b"], "p_flagged": [p], "p_without": [others]},
        schema_overrides={"p_flagged": of_items, "p_without": pl.List(pl.Struct(of_family))},
    )
    return choices, facts, suspects


def test_an_audit_counts_on_what_it_judged_and_weights_on_what_others_show():
    right = np.array([[1, 0, 1, 1, 0, 1], [1, 1, 0, np.nan, 0, 0], [0, 0, 1, 1, 1, 0]], dtype=float)
    flagged = [False, True, False, False, True, None]
    p, without = [0.1, 0.8, 0.2, 0.1, 0.5, 0.9], {"A": [0.2, 0.5, 0.2, 0.2, 0.3, 0.9]}
    frames = frames_of(right, ["A", "B", "A"], flagged, p=p, without=without)
    rows = fit_clean_scores(*frames).sort("evaluation_id")
    assert rows["n_items"].to_list() == [5, 4, 5]
    assert rows["n_flagged"].to_list() == [2, 2, 2]
    assert rows["score_pct"].to_list() == pytest.approx([60, 50, 60])
    assert rows["audited_pct"].to_list() == pytest.approx([100, 50, 200 / 3])
    assert rows["change"].to_list() == pytest.approx([40, 0, 20 / 3])
    own, others = 1 - np.array(p[:5]), 1 - np.array(without["A"][:5])
    assert rows["own_weights_pct"][0] == pytest.approx(100 * own @ right[0, :5] / own.sum())
    assert rows["other_makers_pct"][0] == pytest.approx(100 * others @ right[0, :5] / others.sum())
    # of a maker without a model in the panel the weights are those of all
    assert rows["other_makers_pct"][1] == rows["own_weights_pct"][1]
    assert rows["rank"].to_list() == [1, 3, 1]
    assert rows["rank_without"].to_list() == [1, 3, 2]
    assert rows["std_error_by_source"].is_null().all()


def test_without_an_audit_the_weights_rank_and_without_both_there_are_no_rows():
    right = np.array([[1, 1, 0, 1], [1, 1, 1, 0]], dtype=float)
    nobody = [None] * 4
    frames = frames_of(right, ["A", "B"], nobody, p=[0.0, 0.0, 0.9, 0.1], without={})
    rows = fit_clean_scores(*frames).sort("evaluation_id")
    assert rows["n_items"].to_list() == [4, 4]
    assert rows["audited_pct"].is_null().all()
    assert rows["rank"].to_list() == [1, 1]
    assert rows["rank_without"].to_list() == [1, 2]
    assert fit_clean_scores(*frames_of(right, ["A", "B"], nobody)).is_empty()


@pytest.mark.simulation
@pytest.mark.parametrize("by_source", [False, True])
def test_the_error_is_the_spread_over_other_items_or_sources(by_source):
    """Items, or sources of items that are alike, are drawn anew, with which of them are flagged."""
    rng = np.random.default_rng(1)
    found, errors = [], []
    for _ in range(1500):
        groups = np.arange(400) // (8 if by_source else 1)
        n = groups[-1] + 1
        shared = rng.standard_normal((2, n))[:, groups] if by_source else np.zeros((2, 400))
        flagged = shared[0] + rng.standard_normal(400) > 1.2
        p = 0.3 + 0.1 * shared[1] - 0.2 * flagged
        answers = (rng.random(400) < p).astype(float)
        change, error = change_by_weights(answers, 1.0 - flagged, groups)
        found.append(change)
        errors.append(error)
    assert np.sqrt(np.mean(np.square(errors))) == pytest.approx(np.std(found), rel=0.06)


def test_the_error_is_near_that_of_leaving_out_each_source():
    rng = np.random.default_rng(2)
    groups = np.repeat(np.arange(60), rng.integers(5, 15, 60))
    answers, weights = (rng.random(len(groups)) < 0.4).astype(float), rng.random(len(groups))
    change, error = change_by_weights(answers, weights, groups)
    assert change == pytest.approx(np.average(answers, weights=weights) - answers.mean())
    without = []
    for group in range(60):
        kept = groups != group
        without.append(np.average(answers[kept], weights=weights[kept]) - answers[kept].mean())
    jackknife = np.sqrt(59 / 60 * ((np.array(without) - np.mean(without)) ** 2).sum())
    assert error == pytest.approx(jackknife, rel=0.03)
