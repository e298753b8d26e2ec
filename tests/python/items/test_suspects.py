"""Suspect items: found where planted, and hardly ever where there is none."""

import numpy as np
import pytest
from scipy.special import expit

from analysis_py.statistics.items.response import fit_hierarchical
from analysis_py.statistics.items.suspects import falling_tests, judge_items

pytestmark = pytest.mark.simulation


def answered(rng, n, m, n_bad=0, tau=0.0, n_families=11):
    """Return answers and which items are bad; items as on a benchmark of sums in words."""
    slope, intercept = np.exp(rng.normal(0.16, 0.42, m)), rng.normal(1.38, 1.7, m)
    bad = np.zeros(m, dtype=bool)
    bad[rng.choice(m, n_bad, replace=False)] = True
    slope[bad], intercept[bad] = rng.normal(-0.35, 0.35, n_bad), rng.normal(0, 1.5, n_bad)
    family = rng.integers(0, n_families, n)
    shared = tau * rng.standard_normal((n_families, m))[family]
    log_odds = np.outer(rng.standard_normal(n), slope) + intercept + shared
    return (rng.random((n, m)) < expit(log_odds)).astype(float), bad


def flagged(answers):
    fitted = fit_hierarchical(answers)
    return judge_items(answers, fitted.ability, fitted.prior).fdr <= 0.1


@pytest.mark.parametrize("tau", [0.0, 0.7])
def test_nothing_is_flagged_where_all_items_are_sound(tau):
    found = [
        flagged(answered(np.random.default_rng(i), 40, 600, tau=tau)[0]).sum() for i in (1, 2, 3)
    ]
    assert sum(found) <= 1


def test_planted_items_are_found_at_the_rate_that_is_said():
    n_flagged = n_false = 0
    for seed in (4, 5, 6):
        answers, bad = answered(np.random.default_rng(seed), 40, 800, n_bad=40)
        found = flagged(answers)
        n_flagged, n_false = n_flagged + found.sum(), n_false + (found & ~bad).sum()
    assert n_flagged > 30
    assert n_false / n_flagged <= 0.15


def test_an_item_that_nobody_solves_is_judged_too():
    answers, _ = answered(np.random.default_rng(7), 40, 400)
    answers[:, 0] = 0
    fitted = fit_hierarchical(answers)
    found = judge_items(answers, fitted.ability, fitted.prior)
    # hard items are rare here, so that one that nobody solves is likelier at fault than an easy one
    assert found.p_bad[0] > np.median(found.p_bad)
    assert np.isfinite(found.log_bayes_factor).all()


def test_many_evaluations_are_integrated_as_well_as_few():
    """A fixed grid would miss the narrow posterior of an item that thousands answered."""
    answers, bad = answered(np.random.default_rng(8), 3000, 60, n_bad=6)
    found = flagged(answers)
    assert (found & ~bad).sum() == 0
    assert found.sum() >= 4


@pytest.mark.parametrize("n_families", [10, 50, 300])
def test_the_test_of_falling_keeps_to_its_level(n_families):
    """Flat items that share nothing with ability, in families that answer alike."""
    rng = np.random.default_rng([9, n_families])
    n, m, rejected = 4 * n_families, 200, []
    for _ in range(8):
        family = np.arange(n) // 4
        ability = rng.standard_normal(n_families)[family] + 0.5 * rng.standard_normal(n)
        rising = np.outer(ability, np.ones(m // 2)) + rng.normal(0, 1, m // 2)
        flat = rng.normal(0, 1, m // 2) + 0.7 * rng.standard_normal((n_families, m // 2))[family]
        answers = (rng.random((n, m)) < expit(np.hstack([rising, flat]))).astype(float)
        p_value, _ = falling_tests(answers, family)
        rejected.append(np.nanmean(p_value[m // 2 :] < 0.05))
    assert 0.02 <= np.mean(rejected) <= 0.08
