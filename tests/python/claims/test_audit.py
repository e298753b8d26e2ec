"""The audit is of the claims that were drawn, and its counts are those of its entries."""

import re

import numpy as np
import pytest
from claims.drawing import DRAWS, drawn
from scipy.stats import t

QUESTIONS = ("Test", "Population", "Verdict")
#: Where the second audit begins on the page.
SECOND = "\n## Twenty of the claims of more papers\n"


@pytest.fixture(scope="module", params=DRAWS)
def audit(request):
    return request.param


@pytest.fixture(scope="module")
def n_claims(audit):
    return DRAWS[audit][1]


@pytest.fixture(scope="module")
def page(project, audit):
    """Return the part of the page that is about an audit."""
    text = (project / "docs/claims-audit.md").read_text(encoding="utf-8")
    return dict(zip(DRAWS, text.split(SECOND), strict=True))[audit]


@pytest.fixture(scope="module")
def readings(page):
    """Return the answers of both readings by claim: two tuples of three."""
    answers = "".join(rf" {question}: (yes|partly|no)\." for question in QUESTIONS)
    found = {}
    for entry in page.split("\n### ")[1:]:
        words = " ".join(entry.split())
        found[entry[:4]] = [
            re.search(rf"- \*\*{name} reading\.\*\*{answers} \S", words).groups()
            for name in ("First", "Second")
        ]
    return found


def test_the_page_has_the_claims_that_were_drawn(page, readings, audit, n_claims):
    assert re.findall(r"^### ([A-Z]\d{3}),", page, re.MULTILINE) == list(readings) == drawn(audit)
    assert len(drawn(audit)) == n_claims


def kappa_of(first, second):
    share = np.mean([a == b for a, b in zip(first, second, strict=True)])
    by_chance = sum(first.count(a) * second.count(a) for a in set(first)) / len(first) ** 2
    return (share - by_chance) / (1 - by_chance)


def test_its_counts_are_those_of_its_entries(page, readings, n_claims):
    for i, question in enumerate(QUESTIONS):
        first, second = ([pair[k][i] for pair in readings.values()] for k in (0, 1))
        both = [a for a, b in zip(first, second, strict=True) if a == b]
        kappa = kappa_of(first, second)
        yes, differ = both.count("yes"), n_claims - len(both)
        row = f"{question.lower()} | {yes} | {len(both) - yes} | {differ} | {kappa:.2f}"
        assert f"| {row} |" in page
        # claims left out one by one: a jackknife
        without = [
            kappa_of(first[:j] + first[j + 1 :], second[:j] + second[j + 1 :])
            for j in range(n_claims)
        ]
        half = t.ppf(0.975, n_claims - 1) * (n_claims - 1) ** 0.5 * np.std(without)
        if len(set(first)) > 1:
            assert f"{kappa - half:.2f} to {kappa + half:.2f}" in " ".join(page.split())
    differing = [claim for claim, (first, second) in readings.items() if first != second]
    stated = re.search(rf"They differ on (\d+) of {n_claims} claims: ([A-Z\d, \n]+)\.", page)
    assert int(stated[1]) == len(differing)
    assert stated[2].replace("\n", " ").split(", ") == differing


def test_its_table_asks_for_the_same_claims(page, audit):
    query = re.findall(r"```sql\n(.*?)```", page, re.DOTALL)[-1]
    assert sorted(re.findall(r"'([A-Z]\d{3})'", query)) == drawn(audit)


def test_its_statements_are_those_of_the_ledger(page, warehouse, audit):
    words = " ".join(page.split())
    statements = dict(warehouse.sql("select claim_id, statement from claims.dim_claims").fetchall())
    for claim in drawn(audit):
        assert f"- **Statement.** {statements[claim]}." in words, claim
