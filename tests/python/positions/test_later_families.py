"""Intervals for base families that come later: by hand, without the future, with rising scores."""

from dataclasses import replace

import numpy as np
import pytest

from analysis_py.statistics.positions.curve import is_within_sizes
from analysis_py.statistics.positions.intervals import Evaluations, predict_new_families
from analysis_py.statistics.positions.later_families import (
    LATER,
    LEFT_OUT,
    NEXT,
    judge_intervals,
)

LEVELS = (0.9, 0.95)


def drawn(rng, n_families, rise=0.0, days=400):
    """Scores of base families that come one after the other, and rise by so much in a year."""
    size = rng.uniform(np.log(0.3), np.log(100), n_families)
    first = np.sort(rng.uniform(0, days, n_families)).round()
    family = np.repeat(np.arange(n_families), rng.integers(1, 6, n_families))
    submitted = first[family] + rng.integers(0, 30, len(family)) * (
        np.diff(family, prepend=-1) == 0
    )
    score = 25 + 6 * size + rise * first / 365 + rng.normal(0, 6, n_families)
    return Evaluations(
        log_size=size[family],
        score=np.clip(score[family] + rng.normal(0, 2, len(family)), 0, 100),
        families=family,
        generations=family // 3,
        types=np.zeros_like(family),
        submitted=submitted,
    )


def judged(evaluations, seed=1):
    prediction = predict_new_families(evaluations, LEVELS, [seed])
    levels, coverages = judge_intervals(evaluations, prediction, LEVELS, [seed], "size")
    return prediction, levels, {(r.calibrated_on, r.judged_on, r.nominal): r for r in coverages}


def test_coverage_is_that_of_fits_before_each_date():
    """Families are judged one by one, by a fit on what was there before them."""
    of = drawn(np.random.default_rng(1), 120, rise=8)
    _, _, rows = judged(of)
    first = np.array([of.submitted[of.families == f].min() for f in range(120)])
    dates = np.unique(first)
    starts, n_since = [dates[0]], 0
    for date, n in zip(dates, (np.count_nonzero(first == d) for d in dates), strict=True):
        if n_since >= 12:
            starts.append(date)
            n_since = 0
        n_since += n
    shares = []
    for start, end in zip(starts, [*starts[1:], np.inf], strict=True):
        past = of.submitted < start
        seen = [f for f in range(120) if first[f] < start]
        # twenty families are needed for a fit, and twenty others for a level
        if len(seen) < 20 or sum(first[f] >= starts[2] for f in seen) < 20:
            continue
        fit = predict_new_families(of.where(past), LEVELS, [1])
        for family in np.flatnonzero((first >= start) & (first < end)):
            own = of.families == family
            own &= is_within_sizes(of.log_size, of.log_size[past])
            if own.any():
                low, high = fit.interval(fit.level(0.9), of.log_size[own], of.types[own])
                shares.append(np.mean((low <= of.score[own]) & (of.score[own] <= high)))
    row = rows[LEFT_OUT, NEXT, 0.9]
    assert row.n_judged == len(shares)
    assert row.coverage == pytest.approx(np.mean(shares), abs=1e-12)


def test_what_has_no_dates_or_came_at_once_says_so():
    of = drawn(np.random.default_rng(3), 60)
    undated = replace(of, submitted=np.full_like(of.submitted, np.nan))
    at_once = replace(of, submitted=np.zeros_like(of.submitted))
    for evaluations, status in (
        (undated, "no dates of submission"),
        (at_once, "too few base families came later"),
    ):
        _, levels, rows = judged(evaluations)
        assert levels == {}
        assert rows[LATER, NEXT, 0.9].coverage is None
        assert rows[LATER, NEXT, 0.9].status == status
        assert rows[LEFT_OUT, LEFT_OUT, 0.9].status == "ok"


@pytest.mark.simulation
@pytest.mark.parametrize("rise", [0.0, 10.0])
def test_the_next_families_lie_within_as_often_as_said(rise):
    """Where scores rise by ten points a year, intervals from families left out hold too few."""
    rng = np.random.default_rng(4)
    held = {LEFT_OUT: [], LATER: []}
    told = {LEFT_OUT: [], LATER: []}
    for run in range(20):
        whole = drawn(rng, 260, rise, days=800)
        prediction, levels, rows = judged(whole.where(whole.families < 240), run)
        _, first = np.unique(whole.families, return_index=True)
        new = first[240:]
        for kind, level in ((LEFT_OUT, prediction.level(0.9)), (LATER, levels[0.9])):
            low, high = prediction.interval(level, whole.log_size[new], whole.types[new])
            score = whole.score[new]
            held[kind].append(np.mean((low <= score) & (score <= high)))
            told[kind].append(rows[kind, NEXT, 0.9].coverage)
    assert 0.85 <= np.mean(held[LATER]) <= 0.95
    assert 0.85 <= np.mean(told[LATER]) <= 0.95
    if rise:
        assert np.mean(held[LEFT_OUT]) < 0.85
        assert np.mean(told[LEFT_OUT]) < 0.85
    else:
        assert np.mean(held[LEFT_OUT]) == pytest.approx(0.9, abs=0.03)
