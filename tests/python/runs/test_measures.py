"""Repeated answers as pass@k and pass^k."""

import json
from itertools import combinations
from math import comb
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from runs.asking import ask

from analysis_py.runs.measures import noise_of_measure, value_of

pytestmark = pytest.mark.usefixtures("in_folder")

ROOT = Path(__file__).parents[3]
AIRLINE = ROOT / "data/items/repeats/results/benchmark_id=tau_bench_airline"


def write(name, right):
    """Write a table with a row for each answer, questions by repeats."""
    n, k = right.shape
    rows = {"item": np.repeat(np.arange(n), k), "repeat": np.tile(np.arange(k), n)}
    pl.DataFrame({**rows, "score": right.ravel()}).write_csv(name)
    return name


@pytest.mark.parametrize("k", [1, 2, 3, 5])
@pytest.mark.parametrize("right", range(6))
def test_the_value_is_that_over_all_sets_of_k_answers(right, k):
    answers = [1] * right + [0] * (5 - right)
    sets = list(combinations(answers, k))
    frame = pl.DataFrame({"c": [right], "n": [5]})
    for kind, one in (("pass@", any), ("pass^", all)):
        found = frame.select(value_of(pl.col("c"), pl.col("n"), (kind, k))).item()
        assert found == pytest.approx(sum(map(one, sets)) / len(sets), abs=1e-12)


def test_noise_is_the_jackknife_of_answers():
    frame = pl.DataFrame({"c": [3], "n": [5]})
    found = frame.select(noise_of_measure(pl.col("c"), pl.col("n"), ("pass^", 2))).item()
    left = np.array([comb(2, 2) / comb(4, 2)] * 3 + [comb(3, 2) / comb(4, 2)] * 2)
    assert found == pytest.approx(4 / 5 * ((left - left.mean()) ** 2).sum())
    whole = frame.select(noise_of_measure(pl.col("c"), pl.col("n"), ("pass^", 5))).item()
    assert whole is None


def test_the_published_pass_hat_of_an_agent_is_reproduced(capsys):
    """Of tau-bench's airline tasks: GPT-4o, four trials each (sierra-research/tau-bench)."""
    sums = pl.read_parquet(AIRLINE, hive_partitioning=True)
    right = (sums["score"] / 10_000 * sums["n_runs"]).round().to_numpy().astype(int)
    assert len(right) == 50
    write("airline.csv", (np.arange(4) < right[:, None]).astype(int))
    for k, published in ((1, 42.0), (2, 27.3), (3, 22.0), (4, 20.0)):
        told = json.loads(ask(capsys, "airline.csv", "--measure", f"pass^{k}", "--json")[1])
        assert round(told["overall"]["score"], 1) == published


def test_runs_are_compared_by_the_measure_and_missing_answers_bound_it(capsys):
    rng = np.random.default_rng(1)
    p = rng.beta(2, 1, 200)[:, None]
    a, b = ((rng.random((200, 4)) < p).astype(float) for _ in "ab")
    names = write("a.csv", a), write("b.csv", b)
    found = json.loads(ask(capsys, *names, "--measure", "pass^4", "--json")[1])["overall"]
    assert found["metric"] == "score, pass^4"
    told = ask(capsys, *names, "--measure", "pass^2")[1]
    assert "Twice the answers would narrow the interval by" in told
    assert found["difference"] == pytest.approx(100 * (b.all(1).mean() - a.all(1).mean()))
    pl.read_csv("b.csv").with_columns(score=pl.when(pl.col("item") >= 20).then("score")).write_csv(
        "holes.csv"
    )
    holes = json.loads(ask(capsys, names[0], "holes.csv", "--measure", "pass^2", "--json")[1])
    low, high = holes["overall"]["bounds"]
    assert low < holes["overall"]["low"]
    assert high > holes["overall"]["high"]


def test_reliability_is_that_counted_by_hand(capsys):
    """Means of two answers 1, 1, .5 and 0 have the variance 11/48."""
    write("one.csv", np.array([[1, 1], [1, 1], [1, 0], [0, 0]]))
    found = json.loads(ask(capsys, "one.csv", "--json")[1])["overall"]
    noise = 1 / 4 * (1 / 2) / 2  # one question of four varies, with variance 1/2 over two answers
    assert found["noise_share"] == pytest.approx(noise / (11 / 48))
    assert found["enough_answers"] == 1  # 2 * (3/11) / (8/11) = .75
    told = ask(capsys, "one.csv")[1]
    # 1 - sqrt(1 - 3/22) is .071, and twice the questions leave sqrt(1/2)
    assert "2 answers per question: the score has reliability 0.73. Twice the answers would" in told
    assert "narrow the interval by 7 %, twice the questions by 29 %. Beyond 1 answer a" in told


@pytest.mark.parametrize(("a", "b"), [(4.0, 2.0), (0.6, 0.2)])
def test_enough_answers_are_those_of_the_beta_distribution(a, b, capsys):
    rng, n, k = np.random.default_rng(7), 20_000, 4
    right = (rng.random((n, k)) < rng.beta(a, b, n)[:, None]).astype(int)
    variance = np.var(right.mean(axis=1))
    items = a * b / (a + b) ** 2 / (a + b + 1)
    write("one.csv", right)
    found = json.loads(ask(capsys, "one.csv", "--json")[1])["overall"]
    assert 1 - found["noise_share"] == pytest.approx(k / (a + b + k), abs=0.02), "3 se"
    assert variance == pytest.approx(items * (1 + (a + b) / k), rel=0.03)
    assert abs(found["enough_answers"] - max(1, a + b)) <= 1


@pytest.mark.parametrize(
    ("measure", "why"),
    [("pass^5", "has 4 of 5 answers"), ("pass^0", "k from 1 to 99"), ("best", "pass@k or pass^k")],
)
def test_a_measure_without_its_answers_is_refused(capsys, measure, why):
    names = [write(f"{i}.csv", np.full((60, 4), i)) for i in (0, 1)]
    code, told = ask(capsys, *names, "--measure", measure)
    assert code == 2
    assert why in told
