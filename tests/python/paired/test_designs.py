"""Clusters, repeats, suites, looks and missing grades."""

from pathlib import Path

import numpy as np
import polars as pl
import pytest

from analysis_py.runs.paired.bounds import bound_missing
from analysis_py.runs.paired.clusters import cluster_worth, clustered_variance
from analysis_py.runs.paired.decisions import items_needed, judge, pass_gate
from analysis_py.runs.paired.repeats import interval_on_these_items, split_noise
from analysis_py.runs.paired.score_interval import score_interval
from analysis_py.runs.paired.sequence import sequence_interval
from analysis_py.runs.paired.suites import pool_tasks

REFERENCE = pl.read_csv(Path(__file__).parents[2] / "reference/paired/clusters.csv")


@pytest.fixture
def rng():
    return np.random.default_rng(20261130)


def signs(rng, n, discordant, up=0.5):
    return np.where(rng.random(n) < discordant, np.where(rng.random(n) < up, 1.0, -1.0), 0.0)


@pytest.mark.parametrize("design", [4, 14, 40])
def test_errors_of_clusters_are_those_of_clubsandwich(design):
    rows = REFERENCE.filter(design=design)
    sums = rows.group_by("cluster", maintain_order=True).agg(pl.len(), pl.sum("difference"))
    found = clustered_variance(
        *(sums[name].cast(pl.Float64).to_numpy() for name in ("len", "difference"))
    )
    assert found == pytest.approx(rows.row(0)[3:5], rel=1e-9)


def test_clusters_are_worth_no_more_than_their_questions(rng):
    alternating = np.r_[np.tile([1.0, -1.0], 19), 1.0, 0.0]
    assert cluster_worth(alternating, np.repeat(np.arange(20), 2)).n == 40
    alike = np.repeat(rng.choice([-1.0, 0.0, 1.0], 20), 5)
    assert cluster_worth(alike, np.repeat(np.arange(20), 5)).n < 22
    assert cluster_worth(np.zeros(9), np.repeat(np.arange(3), 3)).n == pytest.approx(3)


def test_clustered_limits_cover_documents_that_share_their_difference(rng):
    hits = 0
    for _ in range(600):
        sizes = rng.poisson(4, 30) + 1
        cluster = np.repeat(np.arange(30), sizes)
        shared = signs(rng, 30, 0.3)[cluster]
        d = np.where(rng.random(len(cluster)) < 0.7, shared, signs(rng, len(cluster), 0.1))
        found = score_interval(d, 0.95, None, *cluster_worth(d, cluster))
        hits += found.low <= 0 <= found.high
    assert 0.935 <= hits / 600 <= 1


def test_one_task_and_equal_weights_of_questions_are_the_plain_interval(rng):
    tasks = [signs(rng, n, 0.2) for n in (40, 300)]
    assert pool_tasks(tasks, 0.95) == score_interval(np.concatenate(tasks), 0.95)
    one = pool_tasks(tasks[:1], 0.95, np.ones(1))
    assert one[:4] == pytest.approx(score_interval(tasks[0], 0.95)[:4], abs=1e-9)


@pytest.mark.parametrize("clustered", [False, True])
def test_a_suite_by_tasks_keeps_its_level(rng, clustered):
    sizes, wrong = (30, 100, 800), 0
    for _ in range(500):
        cluster = [np.arange(n) // 5 if clustered else None for n in sizes]
        tasks = [
            signs(rng, n // 5, 0.2)[c] if clustered else signs(rng, n, 0.1)
            for n, c in zip(sizes, cluster, strict=True)
        ]
        wrong += pool_tasks(tasks, 0.95, np.full(3, 1 / 3), cluster).p_value < 0.05
    assert wrong / 500 <= 0.07


def test_a_task_without_a_difference_still_counts():
    tasks = [np.zeros(50), np.repeat([1.0, 0.0], [5, 45])]
    found = pool_tasks(tasks, 0.95, np.full(2, 0.5))
    assert found.estimate == pytest.approx(0.05)
    assert 0 < found.low < 0.05 < found.high
    assert pool_tasks([np.zeros(50)] * 2, 0.95, np.array([0.9, 0.1])).p_value == 1


def test_noise_of_answers_is_told_from_that_of_questions(rng):
    skill = rng.beta(1, 1, 2000)
    a, b = (rng.binomial(4, skill) / 4 for _ in "ab")
    noise = (a * (1 - a) + b * (1 - b)) / 3
    found = split_noise(b - a, noise)
    assert found.share == pytest.approx(1, abs=0.1), "both have the same skill on each"
    low, high = interval_on_these_items(b - a, noise, 0.95)
    assert high - low == pytest.approx(2 * 1.959964 * np.sqrt(noise.mean() / 2000), rel=1e-6)


def test_looking_ten_times_keeps_the_level(rng):
    wrong = 0
    for _ in range(100):
        d = signs(rng, 2000, 0.06)
        looks = [sequence_interval(d[:n], 2000, 0.95) for n in range(200, 2001, 200)]
        assert all((look.p_value < 0.05) == (look.low > 0 or look.high < 0) for look in looks)
        wrong += any(look.p_value < 0.05 for look in looks)
    assert wrong / 100 <= 0.05
    _, low, high, *_ = sequence_interval(d, 2000, 0.95)
    fixed = score_interval(d, 0.95)
    assert 1.3 < (high - low) / (fixed.high - fixed.low) <= 1.7


def test_missing_grades_are_bounded_by_both_extremes():
    a, b = np.ones(20), np.ones(20)
    b[:2] = np.nan
    low, high = bound_missing([a], [b], lambda filled: pool_tasks(filled, 0.95))
    wrong, right = np.r_[-np.ones(2), np.zeros(18)], np.zeros(20)
    assert (low, high) == (score_interval(wrong, 0.95).low, score_interval(right, 0.95).high)


@pytest.mark.parametrize(
    ("limits", "margin", "verdict", "gate"),
    [
        ((0.01, 0.05), 0.02, "better", "holds"),
        ((-0.05, -0.03), 0.02, "worse", "fails"),
        ((-0.01, 0.01), 0.02, "equivalent", "holds"),
        ((0.005, 0.01), 0.02, "better, by less than the margin", "holds"),
        ((-0.03, 0.05), 0.02, "cannot tell", "cannot tell"),
        ((-0.02, 0.05), 0.02, "cannot tell", "cannot tell"),
    ],
)
def test_verdicts_and_gates(limits, margin, verdict, gate):
    assert judge(*limits, margin) == verdict
    assert pass_gate(*limits, margin) == gate


@pytest.mark.parametrize(
    ("discordant", "n"), [(0.02, 1785), (0.06, 4788), (0.2, 15715), (0.4, 31399)]
)
def test_a_gate_of_one_point_holds_as_often_as_planned(rng, discordant, n):
    from analysis_py.runs.paired.score_interval import binary_interval

    assert items_needed(discordant, 0.01, 0.95) == n
    for truth, least, most in ((0.0, 0.78, 0.85), (-0.01, 0.015, 0.03)):
        shares = (discordant + truth) / 2, (discordant - truth) / 2
        b, c, _ = rng.multinomial(n, [*shares, 1 - discordant], 20_000).T
        low, _, _ = binary_interval(b, c, n, 0.95)
        assert least <= (low > -0.01).mean() <= most
