"""The audit is of the claims that were drawn, and the page's counts are those of the readings."""

import csv

import numpy as np
import pytest
from claims.drawing import DRAWS, drawn
from scipy.stats import t

QUESTIONS = ("test", "population", "verdict")
#: The answers, from the kindest to the strictest.
ANSWERS = ("yes", "partly", "no")


@pytest.fixture(scope="module")
def readings(project):
    """Return the answers of each reader by audit and claim."""
    found: dict[str, dict[str, dict[str, tuple[str, ...]]]] = {audit: {} for audit in DRAWS}
    with (project / "tests/reference/claims/readings.csv").open(newline="") as lines:
        for row in csv.DictReader(lines):
            answers = tuple(row[question] for question in QUESTIONS)
            assert set(answers) <= set(ANSWERS)
            assert row["reason"]
            found[row["audit"]].setdefault(row["claim_id"], {})[row["reader"]] = answers
    return found


@pytest.fixture(scope="module")
def page(project):
    return (project / "docs/claims-audit.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("audit", DRAWS)
def test_both_read_the_claims_that_were_drawn(readings, audit):
    assert list(readings[audit]) == drawn(audit)
    assert len(drawn(audit)) == DRAWS[audit][1]
    assert all(set(pair) == {"first", "second"} for pair in readings[audit].values())


def kappa_of(first, second):
    share = np.mean([a == b for a, b in zip(first, second, strict=True)])
    by_chance = sum(first.count(a) * second.count(a) for a in set(first)) / len(first) ** 2
    return (share - by_chance) / (1 - by_chance)


@pytest.mark.parametrize("audit", DRAWS)
@pytest.mark.parametrize("question", QUESTIONS)
def test_the_counts_are_those_of_the_readings(page, readings, audit, question):
    i = QUESTIONS.index(question)
    pairs = [(pair["first"][i], pair["second"][i]) for pair in readings[audit].values()]
    first, second = (list(answers) for answers in zip(*pairs, strict=True))
    both = [a for a, b in pairs if a == b]
    n = len(pairs)
    # claims left out one by one: a jackknife
    without = [kappa_of(first[:j] + first[j + 1 :], second[:j] + second[j + 1 :]) for j in range(n)]
    half = t.ppf(0.975, n - 1) * (n - 1) ** 0.5 * np.std(without)
    kappa, yes = kappa_of(first, second), both.count("yes")
    interval = f"{kappa - half:.2f} to {kappa + half:.2f} " if len(set(first)) > 1 else ""
    counts = f"{yes} | {len(both) - yes} | {n - len(both)} | {kappa:.2f}"
    assert f"| {audit} | {question} | {counts} | {interval}|" in page


def test_the_second_reader_is_as_strict_as_stated(page, readings):
    differing = [
        ANSWERS.index(b) > ANSWERS.index(a)
        for audit in readings.values()
        for pair in audit.values()
        for a, b in zip(pair["first"], pair["second"], strict=True)
        if a != b
    ]
    assert f"stricter in {sum(differing)} of {len(differing)} cases" in " ".join(page.split())
