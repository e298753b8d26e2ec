"""The noise floor: what earlier runs say of the next one, and when nothing can be said."""

import json
import re
from functools import partial
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from runs import asking
from runs.test_two_runs import log
from scipy import stats

from analysis_py.runs.floor.predicting import Shape, fit_shape, mid_p, predict_right
from analysis_py.runs.floor.spread import Spread, drop_seen, spread_of_runs, widen_p
from analysis_py.runs.floor.watching import watch_runs

N, RUNS = 120, 5


pytestmark = pytest.mark.usefixtures("in_folder")
ask = partial(asking.ask, command="floor")


def answers(rng, runs=RUNS, n=N, drop=0.0):
    """Return right answers to questions most of which are always right or always wrong."""
    p = rng.beta(1.2, 0.3, n)
    return (rng.random((n, runs)) < p[:, None] * (1 - drop)).astype(int)


def write(name, scores, items=None):
    rows = {"item": [f"q{i}" for i in items or range(len(scores))], "score": scores}
    pl.DataFrame(rows, strict=False).write_csv(name)
    return name


def write_all(scores, prefix="old"):
    return [write(f"{prefix}{j}.csv", column) for j, column in enumerate(scores.T)]


def test_the_shape_is_the_likeliest_one():
    right, m = np.repeat([0, 1, 2, 3, 4], [9, 5, 6, 10, 50]), 4
    found = fit_shape(right, m)

    def likelihood(a, b):
        return stats.betabinom.logpmf(right, m, a, b).sum()

    best = likelihood(*found)
    for a, b in ((1.01, 1), (0.99, 1), (1, 1.01), (1, 0.99)):
        assert likelihood(found.a * a, found.b * b) < best


@pytest.mark.parametrize("drop", [0.0, 0.1])
def test_the_number_right_is_the_sum_of_single_questions(drop):
    right, m, shape = np.array([0, 2, 5, 5, 4]), 5, Shape(0.7, 0.4)
    exact = np.ones(1)
    for x in right:
        p = (shape.a + x) / (shape.a + shape.b + m) * (1 - drop)
        exact = np.convolve(exact, [1 - p, p])
    np.testing.assert_allclose(predict_right(right, m, shape, drop=drop), exact, atol=1e-14)


def test_several_new_answers_to_a_question_are_beta_binomial():
    right, m, shape = np.array([3]), 5, Shape(0.7, 0.4)
    exact = stats.betabinom.pmf(np.arange(4), 3, shape.a + 3, shape.b + 2)
    np.testing.assert_allclose(predict_right(right, m, shape, answers=3), exact, atol=1e-14)


def test_a_mid_p_counts_half_of_what_was_seen():
    np.testing.assert_allclose(mid_p(np.array([0.2, 0.5, 0.3])), [0.1, 0.45, 0.85])


def test_runs_of_independent_answers_have_a_ratio_of_one(capsys):
    rng = np.random.default_rng(3)
    ratios = [spread_of_runs(answers(rng), 1).ratio for _ in range(400)]
    assert np.mean(ratios) == pytest.approx(1, abs=0.1)


def test_what_runs_share_widens_the_floor_and_beyond_doubt_leaves_their_means_alone():
    some, plain = Spread(2.0, 1.0, 5), Spread(1.0, 1.0, 5)
    sure = Spread(9.0, 1.0, 5)
    assert not some.is_shared
    assert sure.is_shared
    assert plain.factor == 1
    assert plain.factor < some.factor < 2
    assert sure.factor == 9
    assert sure.df == 4
    p = widen_p(np.array([0.001]), sure)[0]
    assert p == pytest.approx(stats.t.cdf(stats.norm.ppf(0.001) / 3, 4))


def test_scores_that_fall_in_the_order_of_runs_are_found_where_their_variance_is_not():
    rng = np.random.default_rng(8)
    p = rng.beta(1.2, 1.2, 800)[:, None]
    runs = (rng.random((800, 10)) < p).astype(int)
    even, in_order = spread_of_runs(runs, 1), spread_of_runs(np.sort(runs)[:, ::-1], 1)
    assert even.order_p > 0.025
    assert in_order.order_p < 1e-6
    assert in_order.is_shared
    steps = np.arange(10)
    z = stats.linregress(steps, runs.mean(axis=0)).slope * np.sqrt(82.5 / even.within)
    assert even.order_p == pytest.approx(2 * stats.norm.sf(abs(z)))


def test_a_floor_that_no_run_can_miss_passes_nothing(capsys):
    old = [write(f"one{i}.csv", [score]) for i, score in enumerate((1, 1, 0))]
    code, told = ask(capsys, *old, "--check", write("new.csv", [1]))
    assert code == 3
    assert "1 question, 3 earlier runs" in told
    assert "Cannot tell: even without a right answer a run would be on the floor." in told


def test_questions_that_flipped_have_a_line_each(capsys):
    old = answers(np.random.default_rng(2), runs=4)
    new = np.where(np.arange(N) < 60, 0, old[:, 0])
    told = ask(capsys, *write_all(old), "--check", write("new.csv", new))[1]
    n = int((old[:60].sum(axis=1) == 4).sum())
    assert f"right in every earlier run and wrong now: {n}; noise" in told
    named = [line for line in told.splitlines() if line.startswith("    ")]
    assert len(named) == 11
    assert named[-1] == f"    and {n - 10} more"


def test_the_drop_that_is_seen_has_the_stated_power():
    rng, n, m = np.random.default_rng(4), 400, 5
    p = rng.beta(1.2, 0.3, n)
    old = (rng.random((n, m)) < p[:, None]).astype(int)
    right, spread = old.sum(axis=1), Spread(1.0, 1.0, m)
    shape, share = fit_shape(right, m), right.mean() / m
    drop = drop_seen(0.05, 0.8, spread, shape.spread_after(m) / n, (share, n)) / share
    chances = predict_right(right, m, shape, drop=drop)
    is_below = widen_p(mid_p(predict_right(right, m, shape)), spread) <= 0.05
    assert chances[is_below].sum() == pytest.approx(0.8, abs=0.04)
    known = drop_seen(0.05, 0.8, Spread(1.0, 1.0, 10_000), 1.0, None)
    assert known == pytest.approx(stats.norm.ppf(0.95) + stats.norm.ppf(0.8), rel=1e-3)


def test_a_run_like_the_others_is_on_the_floor_and_a_bad_one_below_it(capsys):
    rng = np.random.default_rng(1)
    scores = answers(rng, RUNS + 1)
    old = write_all(scores[:, :RUNS])
    good, bad = scores[:, RUNS], scores[:, RUNS].copy()
    bad[np.flatnonzero(bad)[:20]] = 0
    code, told = ask(capsys, *old, "--check", write("good.csv", good))
    assert code == 0
    assert "The new run is on or above the floor." in told
    code, told = ask(capsys, *old, "--check", write("bad.csv", bad))
    assert code == 1
    assert "The new run is below the floor." in told
    assert "right in every earlier run and wrong now: " in told


def test_the_floor_is_the_highest_score_that_is_below_it(capsys):
    rng = np.random.default_rng(1)
    scores = answers(rng)
    old = write_all(scores)
    code, told = ask(capsys, *old, "--json")
    assert code == 0
    limit = round(json.loads(told)["floor"] / 100 * N)
    for total, expected in ((limit, 1), (limit + 1, 0)):
        score = np.zeros(N, int)
        score[:total] = 1
        assert ask(capsys, *old, "--check", write("new.csv", score))[0] == expected


def test_reliability_is_that_of_the_shape(capsys):
    old = write_all(answers(np.random.default_rng(1)))
    found = json.loads(ask(capsys, *old, "--json")[1])
    size = found["shape"]["a"] + found["shape"]["b"]
    expected = {"run": 1 / (size + 1), "all": RUNS / (size + RUNS)}
    assert found["reliability"] == pytest.approx(expected)
    assert f"reliability {expected['run']:.2f} of a run" in ask(capsys, *old)[1]


def test_several_new_runs_are_judged_together(capsys):
    rng = np.random.default_rng(8)
    scores = answers(rng)
    old = write_all(scores)
    limit = round(json.loads(ask(capsys, *old, "--json")[1])["floor"] / 100 * N)
    score = np.zeros(N, int)
    score[: limit + 2] = 1  # one alone is on the floor, three are not
    checks = []
    for name in "abc":
        score = np.roll(score, 1)
        checks += ["--check", write(f"{name}.csv", score)]
    assert ask(capsys, *old, *checks[:2])[0] == 0
    code, told = ask(capsys, *old, *checks)
    assert code == 1
    assert "The new runs are below the floor." in told


@pytest.mark.parametrize(
    ("scores", "why"),
    [
        (np.ones((N, 2), int), "2 earlier runs: a floor needs 3"),
        (np.repeat(np.arange(N)[:, None] % 2, 5, axis=1), "no noise measured"),
    ],
)
def test_copies_and_too_few_runs_say_nothing(capsys, scores, why):
    code, told = ask(capsys, *write_all(scores))
    assert code == 3
    assert f"Cannot tell: {why}" in told


def test_a_run_given_twice_is_refused(capsys):
    old = write_all(answers(np.random.default_rng(1)))
    assert ask(capsys, *old, old[0])[0] == 2
    code, told = ask(capsys, *old, "--check", old[0])
    assert code == 2
    assert "a copy is not a repeat" in told
    assert ask(capsys, *old, "--alpha", "2")[0] == 2


def test_answers_that_a_broken_run_lacks_are_not_left_out(capsys):
    scores = answers(np.random.default_rng(1), RUNS + 1)
    old = write_all(scores[:, :RUNS])
    new = [None] * 40 + scores[40:, RUNS].tolist()
    code, told = ask(capsys, *old, "--check", write("new.csv", new))
    assert code == 3
    assert "40 answers without a grade" in told
    assert "Cannot tell: it depends on the answers without a grade." in told


def test_repeats_in_one_table_are_runs(capsys):
    scores = answers(np.random.default_rng(1))
    frames = [
        pl.DataFrame({"item": range(N), "repeat": j, "score": column})
        for j, column in enumerate(scores.T)
    ]
    pl.concat(frames).write_csv("all.csv")
    told = json.loads(ask(capsys, "all.csv", "--json")[1])
    apart = json.loads(ask(capsys, *write_all(scores), "--json")[1])
    assert told["earlier_runs"] == RUNS
    assert told["floor"] == apart["floor"]


def test_graded_scores_have_a_floor_from_the_variance_within_questions(capsys):
    rng = np.random.default_rng(2)
    scores = np.clip(rng.uniform(0.2, 0.8, (N, 1)) + rng.normal(0, 0.05, (N, RUNS)), 0, 1)
    old = write_all(scores)
    told = json.loads(ask(capsys, *old, "--json")[1])
    spread = spread_of_runs(scores, 1)
    error = 100 * np.sqrt(spread.within * spread.factor * (1 + 1 / RUNS))
    assert told["score"] - told["floor"] == pytest.approx(1.73 * error, rel=0.03)
    assert ask(capsys, *old, "--check", write("new.csv", scores[:, 0] - 0.02))[0] == 1
    assert ask(capsys, *old, "--check", write("new.csv", scores[:, 0] + 0.001))[0] == 0


def test_a_slow_decline_alarms_in_a_series(capsys):
    rng = np.random.default_rng(5)
    p = rng.beta(1.2, 0.3, 1000)
    old = (rng.random((1000, RUNS)) < p[:, None]).astype(int)
    right, shape = old.sum(axis=1), fit_shape(old.sum(axis=1), RUNS)
    falls = 1 - 0.01 * np.arange(1, 11)
    declining = (rng.random((1000, 10)) < p[:, None] * falls).astype(int)
    steady = (rng.random((1000, 10)) < p[:, None]).astype(int)
    assert watch_runs(right, RUNS, shape, declining, 100).alarm is not None
    assert watch_runs(right, RUNS, shape, steady, 100).alarm is None
    checks = [w for name in write_all(declining, "new") for w in ("--check", name)]
    code, told = ask(capsys, *write_all(old), *checks, "--every", 100)
    assert code == 1
    assert "of the new ones alarms" in told


def test_a_floor_of_many_questions_is_that_of_the_few_that_a_new_run_was_asked(capsys):
    rng = np.random.default_rng(1)
    scores = answers(rng, RUNS + 1, n=300)
    old = write_all(scores[:, :RUNS])
    few = write("few.csv", scores[:50, RUNS])
    whole, part = (
        json.loads(ask(capsys, *old, "--check", few, *words, "--json")[1])
        for words in ([], ["--common"])
    )
    assert whole["verdict"] == "cannot tell"
    assert (whole["n_items"], part["n_items"], part["items_left_out"]) == (300, 50, 250)
    assert part["drop_seen"] > 1.5 * whole["drop_seen"]


def test_markdown_begins_with_the_verdict(capsys):
    old = write_all(answers(np.random.default_rng(1)))
    assert ask(capsys, *old, "--markdown")[1].startswith("**Floor: ")


def test_runs_of_several_answers_each_are_runs_of_as_many(capsys):
    rng = np.random.default_rng(1)
    p = rng.beta(1.2, 0.3, N)[:, None]
    names = []
    for j in range(4):
        right = (rng.random((N, 2)) < p).astype(int)
        rows = {"item": np.repeat(range(N), 2), "repeat": [0, 1] * N, "score": right.ravel()}
        pl.DataFrame(rows).write_csv(f"{j}.csv")
        names.append(f"{j}.csv")
    code, told = ask(capsys, *names[:3], "--check", names[3], "--json")
    found = json.loads(told)
    assert code == 0
    assert (found["earlier_runs"], found["answers_per_run"]) == (3, 2)
    assert round(found["floor"] / 100 * 2 * N, 6) % 1 == 0


def test_logs_of_one_folder_are_read_in_order_of_time(capsys):
    rng = np.random.default_rng(1)
    p = rng.beta(1.2, 0.3, 200)
    for day in (3, 1, 2):
        right = (rng.random(200) < p).astype(float)
        place = log(Path(f"all/{day}"), lambda i, right=right: right[i])
        for path in place.rglob("*"):
            if "20" in path.name and path.is_file():
                path.rename(
                    path.with_name(re.sub(r"20\d\d-\d\d-\d\d", f"2025-06-0{day}", path.name))
                )
    told = json.loads(ask(capsys, "all", "--json")[1])
    assert told["earlier_runs"] == 3


@pytest.fixture
def of_two_tasks():
    """Write runs of two tasks, the new one with the second all wrong."""
    scores = answers(np.random.default_rng(8), runs=5, n=2 * N)
    scores[N:, 4] = 0
    task = ["x"] * N + ["y"] * N
    for j, column in enumerate(scores.T):
        rows = {"task": task, "item": [f"q{i}" for i in range(2 * N)], "score": column}
        pl.DataFrame(rows).write_csv("new.csv" if j == 4 else f"old{j}.csv")
    return [f"old{j}.csv" for j in range(4)]


def cut(rows):
    return rows.filter(task="x")


def blank(rows):
    return rows.with_columns(score=pl.when(task="x").then("score"))


@pytest.mark.parametrize("place", [0, 2, 3])
@pytest.mark.parametrize("damage", [cut, blank])
def test_what_an_earlier_run_lacks_is_not_passed(of_two_tasks, place, damage, capsys):
    assert ask(capsys, *of_two_tasks, "--check", "new.csv")[0] == 1
    damage(pl.read_csv(of_two_tasks[place])).write_csv(of_two_tasks[place])
    code, told = ask(capsys, *of_two_tasks, "--check", "new.csv")
    assert code == 3
    assert f"an earlier run lacks {N} questions; leave them out with --common" in told
    code, told = ask(capsys, *of_two_tasks, "--check", "new.csv", "--common")
    assert code == 0
    assert f"{N} questions left out" in told


@pytest.mark.parametrize("damage", [cut, blank])
def test_what_the_new_run_lacks_is_not_passed(of_two_tasks, damage, capsys):
    damage(pl.read_csv("new.csv")).write_csv("new.csv")
    assert ask(capsys, *of_two_tasks, "--check", "new.csv")[0] == 3


def test_a_copy_among_the_earlier_runs_is_no_repeat(capsys):
    old = write_all(answers(np.random.default_rng(3)))
    assert ask(capsys, *old[:4], "--check", old[4])[0] == 0
    Path("copy.csv").write_text(Path(old[0]).read_text())
    code, told = ask(capsys, *old[:4], "copy.csv", "--check", old[4])
    assert code == 3
    assert "two earlier runs have the same grades throughout" in told


def test_runs_that_agree_by_chance_are_no_copies(capsys):
    few = np.ones((60, 4), int)
    few[0] = [1, 0, 1, 1]
    assert ask(capsys, *write_all(few), "--check", write("new.csv", few[:, 0]))[0] == 0
