"""The audit is of the claims that were drawn, and the page's counts are those of the readings."""

import csv

import pytest
from claims.drawing import DRAWS, drawn


@pytest.mark.parametrize("audit", DRAWS)
def test_the_page_counts_the_readings_of_the_claims_that_were_drawn(project, audit):
    page = (project / "docs/claims-audit.md").read_text(encoding="utf-8")
    with (project / "tests/reference/claims/readings.csv").open(newline="") as lines:
        rows = [row for row in csv.DictReader(lines) if row["audit"] == audit]
    first, second = ([row for row in rows if row["reader"] == r] for r in ("first", "second"))
    assert [row["claim_id"] for row in first] == drawn(audit)
    assert [row["claim_id"] for row in second] == drawn(audit)
    for question in ("test", "population", "verdict"):
        pairs = [(a[question], b[question]) for a, b in zip(first, second, strict=True)]
        yes, differ = pairs.count(("yes", "yes")), sum(a != b for a, b in pairs)
        counts = f"{yes} | {len(pairs) - yes - differ} | {differ}"
        assert f"| {audit} | {question} | {counts} |" in page
