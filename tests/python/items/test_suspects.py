"""Suspect items: found where planted, hardly ever where there is none, and missing is missing."""

import dataclasses

import numpy as np
import polars as pl
import pytest
from scipy.special import expit

from analysis_py.statistics.items.flag_calibration import (
    calibrated,
    cross_fit,
    expected_fdr,
    fit_calibration,
)
from analysis_py.statistics.items.flagging import ability_agreement, find_probabilities
from analysis_py.statistics.items.key_evidence import abilities, weigh_letters, weigh_right_wrong
from analysis_py.statistics.items.key_panel import KeyPanel
from analysis_py.statistics.items.suspects import choose_panel, fit_item_suspects

LEVEL = 0.1


def answered(rng, n, m, k=0, n_bad=0, tau=0.0, n_families=11):
    """Return a panel and which keys are wrong; of k options, or of open answers where k is 0."""
    slope, intercept = np.exp(rng.normal(0.16, 0.42, m)), rng.normal(1.38, 1.7, m)
    family = rng.integers(0, n_families, n)
    shared = tau * rng.standard_normal((n_families, m))[family]
    known = expit(np.outer(rng.standard_normal(n), slope) + intercept + shared)
    solves = rng.random((n, m)) < (known + (1 - known) / k if k else known)
    bad = np.zeros(m, dtype=bool)
    bad[rng.choice(m, n_bad, replace=False)] = True
    chosen = None
    if k:
        # those who err prefer few of the wrong options; under a wrong key one of them is printed
        spread = rng.dirichlet(np.full(k - 1, 0.8), m)
        errors = np.array([rng.choice(k - 1, n, p=each) for each in spread]).T
        chosen = np.where(solves, 0, errors + 1)
        chosen[:, bad] = np.choose(np.minimum(chosen[:, bad], 2), [1, 0, chosen[:, bad]])
        right = (chosen == 0).astype(float)
    else:
        lucky = rng.random((n, m)) < 0.05
        right = np.where(bad, ~solves & lucky, solves).astype(float)
    _, numbers = np.unique(family, return_inverse=True)
    nothing = np.full(m, np.nan)
    return KeyPanel(right, chosen, np.full(m, k), numbers, np.zeros(m, dtype=int), nothing), bad


def flagged(panel):
    weigh = weigh_right_wrong if panel.chosen is None else weigh_letters
    return expected_fdr(weigh(panel).p_bad) <= LEVEL


SIZES = [(40, 1319, 0), (60, 800, 0), (28, 3000, 10), (28, 3000, 4)]


@pytest.mark.simulation
@pytest.mark.parametrize(("n", "m", "k"), SIZES)
@pytest.mark.parametrize("tau", [0.0, 0.7])
def test_nothing_is_flagged_where_all_items_are_sound(n, m, k, tau):
    rngs = [np.random.default_rng([seed, k]) for seed in (1, 2, 3)]
    found = [flagged(answered(rng, n, m, k, tau=tau)[0]).sum() for rng in rngs]
    assert sum(found) <= 1


@pytest.mark.simulation
@pytest.mark.parametrize(("n", "m", "k"), SIZES)
@pytest.mark.parametrize("share", [0.03, 0.08])
def test_planted_items_are_found_at_the_rate_that_is_said(n, m, k, share):
    n_flagged = n_false = n_bad = 0
    for seed in (4, 5, 6):
        panel, bad = answered(np.random.default_rng([seed, k]), n, m, k, n_bad=int(share * m))
        found = flagged(panel)
        n_flagged, n_false = n_flagged + found.sum(), n_false + (found & ~bad).sum()
        n_bad += bad.sum()
    assert n_flagged > 0.5 * n_bad
    assert n_false / n_flagged < 0.15


@pytest.mark.simulation
def test_an_item_that_nobody_solves_is_judged_too():
    panel, _ = answered(np.random.default_rng(7), 40, 400)
    panel.right[:, 0] = 0
    found = weigh_right_wrong(panel)
    # hard items are rare here, so that one that nobody solves is likelier at fault than an easy one
    assert found.p_bad[0] > np.median(found.p_bad)
    assert np.isfinite(found.log_bayes_factor).all()


@pytest.mark.simulation
def test_abilities_of_a_long_benchmark_have_the_order_of_scores_and_lie_on_no_grid():
    panel, _ = answered(np.random.default_rng(8), 28, 12_032, 10)
    found, score = abilities(panel.right), panel.right.mean(1)
    assert (np.argsort(found) == np.argsort(score)).all()
    assert found.mean() == pytest.approx(0, abs=1e-12)
    assert found.std() == pytest.approx(1)
    gaps = np.diff(np.sort(found))
    assert len(np.unique(gaps.round(6))) == len(gaps)


@pytest.mark.parametrize("k", [0, 4])
def test_a_missing_answer_is_missing(k):
    """A model that answered nothing changes nothing, and a gap is no wrong answer."""
    panel, _ = answered(np.random.default_rng(9), 20, 300, k, n_bad=9)
    weigh = weigh_letters if k else weigh_right_wrong
    right, chosen = panel.right.copy(), None if panel.chosen is None else panel.chosen.copy()
    right[5, :20] = np.nan
    if chosen is not None:
        chosen[5, :20] = -1
    gaps = weigh(dataclasses.replace(panel, right=right, chosen=chosen)).log_bayes_factor
    others = weigh(panel.of_models(np.arange(20) != 5)).log_bayes_factor
    whole = weigh(panel).log_bayes_factor
    assert abs(gaps[:20] - others[:20]).mean() < 0.3
    assert abs(gaps[20:] - whole[20:]).mean() < 0.05


def test_votes_of_one_family_count_less():
    panel, _ = answered(np.random.default_rng(10), 20, 300, 4, n_bad=9)
    together = dataclasses.replace(panel, families=np.zeros(20, dtype=int))
    alone = dataclasses.replace(panel, families=np.arange(20))
    evidence = [abs(weigh_letters(each).log_bayes_factor).mean() for each in (together, alone)]
    assert evidence[0] < 0.7 * evidence[1]


def test_options_without_an_audit_have_no_probabilities():
    panel, _ = answered(np.random.default_rng(11), 20, 100, 4)
    with pytest.raises(ValueError, match="need an audit"):
        find_probabilities(panel)


def test_without_a_family_its_votes_are_gone():
    panel, _ = answered(np.random.default_rng(12), 30, 400, n_bad=20, n_families=5)
    found = find_probabilities(panel)
    assert found.without.shape == (5, 400)
    others = panel.of_models(panel.families != 2)
    _, numbers = np.unique(others.families, return_inverse=True)
    anew = weigh_right_wrong(dataclasses.replace(others, families=numbers)).p_bad
    np.testing.assert_allclose(found.without[2], anew, rtol=0, atol=1e-12)


def test_the_calibration_finds_its_parameters_again():
    rng = np.random.default_rng(13)
    x = rng.normal(-2, 4, 40_000)
    labels = rng.random(len(x)) < 0.8 * expit(-1.4 + 0.4 * x)
    a, log_b, odds = fit_calibration(x, labels)
    assert (a, np.exp(log_b), expit(odds)) == pytest.approx((-1.4, 0.4, 0.8), abs=0.06)


def test_no_item_is_calibrated_by_its_own_label():
    rng = np.random.default_rng(14)
    x, parts = rng.normal(0, 4, 600), np.arange(600) % 6
    flags = (rng.random(600) < expit(x)).astype(float)
    found = calibrated(cross_fit(x, flags, parts), x)
    flags[parts == 3] = 1 - flags[parts == 3]
    other = calibrated(cross_fit(x, flags, parts), x)
    assert (found[parts == 3] == other[parts == 3]).all()
    assert (found[parts != 3] != other[parts != 3]).all()


@pytest.mark.simulation
def test_one_ability_is_told_from_items_that_measure_none():
    rng = np.random.default_rng(15)
    panel, _ = answered(rng, 40, 400)
    assert ability_agreement(panel.right) > 0.98
    ability = rng.standard_normal(300)
    slope = np.where(rng.random(60) < 0.2, 2.0, 0.0)
    noise = (rng.random((300, 60)) < expit(np.outer(ability, slope))).astype(float)
    assert ability_agreement(noise) < 0.95


def frames(right, kind, **facts):
    """Return the inputs of a benchmark of answers without gaps; each model is a family."""
    n, m = right.shape
    rows = {"benchmark_id": "b", "evaluation_id": [f"e{i:02}" for i in range(n)]}
    scores = pl.Series((10_000 * right).astype(int).tolist(), dtype=pl.List(pl.Int16))
    nothing = pl.Series([None] * n, dtype=pl.List(pl.Int16))
    choices = pl.DataFrame(
        rows | {"base_family": rows["evaluation_id"], "scores": scores, "choices": nothing}
    )
    known = {"scored_by": "answer", "audit": None, "parts": [None] * m, "is_flagged": [None] * m}
    known |= {"benchmark_id": "b", "kind": kind, "item_keys": list(range(m)), "n_options": [4] * m}
    return choices, pl.DataFrame([known | facts], strict=False)


SOUND = answered(np.random.default_rng(16), 20, 120)[0].right


@pytest.mark.parametrize(
    ("right", "kind", "facts", "status"),
    [
        (SOUND, "open", {}, "ok"),
        (SOUND, "options", {}, "no audit of its keys: order only"),
        (SOUND, None, {}, "kind unknown: order only"),
        (SOUND, "options", {"scored_by": "likelihood"}, "scored by likelihood: order only"),
        (SOUND, "checked", {}, "no key"),
        (SOUND[:9], "open", {}, "fewer than 10 evaluations, at most three of a family"),
        (SOUND[:, :4], "open", {}, "fewer than 5 items"),
        (SOUND / 2, "open", {}, "scores are not 0 or 1"),
        (np.eye(20), "open", {}, "all evaluations have one score"),
    ],
)
def test_a_benchmark_without_probabilities_says_why(right, kind, facts, status):
    (row,) = fit_item_suspects(*frames(right, kind, **facts), 0.1, 0.4, 0.95).to_dicts()
    assert row["status"] == status
    assert (row["p_flagged"] is not None) == (status == "ok")
    assert (row["place"] is not None) == (status == "ok" or "order" in status)


def test_an_audit_calibrates_and_is_named():
    rng = np.random.default_rng(17)
    panel, bad = answered(rng, 24, 600, n_bad=80)
    flags = [bool(each) if rng.random() < 0.7 else None for each in bad]
    facts = {"audit": "somebody", "is_flagged": flags, "n_options": [0] * 600}
    (row,) = fit_item_suspects(*frames(panel.right, "open", **facts), 0.1, 0.4, 0.95).to_dicts()
    assert (row["calibrated_by"], row["fdr_limit"]) == ("somebody", 0.4)
    after = [each for each in row["calibration"] if each["is_calibrated"] and each["realised"]]
    assert after
    assert all(each["ci_low"] <= each["realised"] <= each["ci_high"] for each in after)


def test_the_panel_has_the_ablest_few_of_a_family_and_the_same_answers_once():
    right = np.tri(40, 120)
    right[38] = right[39]
    choices, _ = frames(right, "open")
    family = pl.Series(["big"] * 3 + ["other"] * 30 + ["big"] * 7)
    found = choose_panel(choices.with_columns(base_family=family), right)
    # of the two that are alike the first, and the ablest three of each family
    assert found.tolist() == [30, 31, 32, 36, 37, 38]
    alone = choose_panel(choices, right)
    assert alone.tolist() == list(range(11, 39))


@pytest.mark.simulation
@pytest.mark.parametrize("seed", [18, 19, 20])
@pytest.mark.parametrize("rises", [True, False])
def test_what_able_models_fail_alike_is_not_broken_where_their_share_is_held(seed, rises):
    """No item is broken, and an audit flags what able models fail: the true change is 0."""
    rng = np.random.default_rng([seed, rises])
    panel, _ = answered(rng, 28, 3000, 10, tau=0.7)
    able = np.argsort(-panel.right.mean(1))[:9]
    fails = 1 - panel.right[able].mean(0)
    p = 0.02 + 0.25 * fails if rises else expit(8 * (fails - 0.85))
    flags = (rng.random(3000) < p).astype(float)
    found = find_probabilities(dataclasses.replace(panel, is_flagged=flags))
    changes = []
    for by in (found.without, found.without_held):
        weights = 1 - by[panel.families[able[:3]]]
        rights = panel.right[able[:3]]
        weighed = (weights * rights).sum(1) / weights.sum(1)
        changes.append(100 * (weighed - rights.mean(1)).mean())
    assert changes[0] > abs(changes[1])
    assert abs(changes[1]) <= 0.3
