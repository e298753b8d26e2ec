"""One run and several: what is said of any of them holds together."""

import csv
import json

import numpy as np
import polars as pl
import pytest
from runs.asking import ask
from scipy import stats
from statsmodels.stats.proportion import proportion_confint

from analysis_py.runs.paired.several import simultaneous_level

pytestmark = pytest.mark.usefixtures("in_folder")

N = 400


def write(name, scores, **columns):
    rows = {"item": range(len(scores)), "score": scores, **columns}
    pl.DataFrame(rows).write_csv(name)
    return name


def changed(score, n_up, n_down, seed=0):
    """Return scores with some wrong ones right and some right ones wrong."""
    rng, found = np.random.default_rng(seed), score.copy()
    found[rng.choice(np.flatnonzero(score == 0), n_up, replace=False)] = 1
    found[rng.choice(np.flatnonzero(score == 1), n_down, replace=False)] = 0
    return found


BASE = (np.arange(N) % 3 > 0).astype(int)


@pytest.mark.parametrize("correlation", [0.0, 0.5, 0.9])
def test_the_level_is_that_of_the_largest_of_correlated_differences(correlation):
    rng = np.random.default_rng(1)
    shared, own = rng.standard_normal((20_000, 1)), rng.standard_normal((20_000, 4))
    differences = np.sqrt(correlation) * shared + np.sqrt(1 - correlation) * own
    z = stats.norm.ppf((1 + simultaneous_level(differences, 0.95)) / 2)
    truth = np.full((4, 4), correlation) + (1 - correlation) * np.eye(4)
    law = stats.multivariate_normal(np.zeros(4), truth)
    inside = law.cdf(np.full(4, z), lower_limit=np.full(4, -z))
    assert inside == pytest.approx(0.95, abs=0.003)


def test_few_questions_are_flipped_whole_and_no_level_leaves_its_ends():
    rng = np.random.default_rng(1)
    few = rng.choice([-1, 0, 1], (60, 3), p=[0.1, 0.8, 0.1]).astype(float)
    assert 0.95 <= simultaneous_level(few, 0.95) <= 1 - 0.05 / 3 + 1e-12
    same = np.repeat(few[:, :1], 3, axis=1)
    assert simultaneous_level(same, 0.95) == pytest.approx(0.95, abs=0.01)
    assert simultaneous_level(np.zeros((60, 3)), 0.95) == pytest.approx(1 - 0.05 / 3)


def test_clusters_are_flipped_whole():
    rng = np.random.default_rng(1)
    cluster = np.repeat(np.arange(50), 8)
    shared = np.repeat(rng.standard_normal((50, 1)), 8, axis=0)
    noise = rng.standard_normal((400, 3))
    differences = shared + 2 * noise
    whole = simultaneous_level(differences, 0.95, cluster)
    assert whole < simultaneous_level(differences, 0.95)  # what they share weighs more


def test_each_candidate_is_judged_and_the_exit_code_is_of_all(capsys):
    runs = [
        write("base.csv", BASE),
        write("up.csv", changed(BASE, 40, 2)),
        write("same.csv", changed(BASE, 3, 3, seed=1)),
    ]
    down = write("down.csv", changed(BASE, 2, 60))
    code, told = ask(capsys, *runs, "--gate", 5)
    assert code == 0
    assert "better; gate: holds" in told
    assert "May be the best: up.csv." in told
    code, told = ask(capsys, *runs, down, "--gate", 5)
    assert code == 1
    assert "Gate of 5 points: fails for down.csv." in told
    code, told = ask(capsys, *runs, write("odd.csv", changed(BASE, 40, 50)), "--gate", 5)
    assert code == 3


def test_intervals_of_several_are_wider_than_of_each_alone_and_json_has_each(capsys):
    runs = [write("base.csv", BASE)]
    runs += [write(f"{i}.csv", changed(BASE, 30, 20, seed=i)) for i in range(3)]
    together = json.loads(ask(capsys, *runs, "--json")[1])
    assert together["level"] == 0.95
    assert len(together["comparisons"]) == 3
    for run, found in zip(runs[1:], together["comparisons"], strict=True):
        alone = json.loads(ask(capsys, runs[0], run, "--json")[1])["overall"]
        assert found["overall"]["difference"] == alone["difference"]
        assert found["overall"]["low"] < alone["low"]
    ask(capsys, *runs, "--diff", "diff.csv", "--markdown", "m.md")
    with open("diff.csv") as file:
        rows = list(csv.DictReader(file))
    assert {row["run"] for row in rows} == {"0.csv", "1.csv", "2.csv"}
    assert len(rows) == 150


def test_json_counts_wins_and_ties_of_grades_and_names_what_b_lost(capsys):
    grades = np.linspace(0.2, 0.8, 60)
    other = grades.copy()
    other[:7] += 0.1
    other[7:11] -= 0.1
    names = write("a.csv", grades), write("b.csv", other)
    found = json.loads(ask(capsys, *names, "--json")[1])
    assert found["wins"] == {"a": 4, "b": 7, "ties": 49}
    assert [row["item"] for row in found["lost"]] == ["7", "8", "9", "10"]


def test_one_run_has_wilsons_interval_and_a_plan(capsys):
    run = write("base.csv", BASE)
    found = json.loads(ask(capsys, run, "--json")[1])
    low, high = proportion_confint(BASE.sum(), N, method="wilson")
    assert found["overall"]["low"] == pytest.approx(100 * low, abs=1e-6)
    assert found["overall"]["high"] == pytest.approx(100 * high, abs=1e-6)
    for name, scores in (("none.csv", [0] * 50), ("all.csv", [1] * 50)):
        found = json.loads(ask(capsys, write(name, scores), "--json")[1])["overall"]
        low, high = proportion_confint(sum(scores), 50, method="wilson")
        assert (found["low"], found["high"]) == pytest.approx((100 * low, 100 * high), abs=1e-6)
    code, told = ask(capsys, run)
    assert code == 0
    assert "4.4 points (10 %)" in told
    assert ask(capsys, run, "--gate", 1)[0] == 2


def test_missing_grades_of_one_run_are_both(capsys):
    scores = [1.0] * 40 + [0.0] * 50 + [None] * 10
    found = json.loads(ask(capsys, write("holes.csv", scores), "--json")[1])["overall"]
    low, _ = proportion_confint(40, 100, method="wilson")
    _, high = proportion_confint(50, 100, method="wilson")
    assert found["n_items"] == 90
    assert (found["low"], found["high"]) == pytest.approx((100 * low, 100 * high), abs=1e-6)


def test_a_candidate_that_is_named_twice_is_refused(capsys):
    a, b = write("a.csv", BASE), write("b.csv", changed(BASE, 20, 10))
    code, told = ask(capsys, a, b, b, "--gate", 5)
    assert code == 2
    assert "b.csv is named twice" in told
