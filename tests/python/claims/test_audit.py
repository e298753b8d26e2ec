"""The audit is of claims that anyone can draw again, and the page counts what readers found."""

import csv
import random
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
#: The papers that were there when the first audit was drawn, and those that came with the second.
FIRST = ("paper_claims", "lin_2022", "wei_2022")
SECOND = ("amin_2026", "dominguez_2024", "hardy_2026", "ilic_2023", "krakauer_2026", "owen_2024")
SECOND += ("ruan_2024", "schaeffer_2023")
#: Claims of the first papers that were added before the second audit, and claims added since.
ADDED = {f"W{number:03}" for number in range(15, 24)}
LATER = {"A021", "A022", "A023", "A024", "A025"}
#: Claims that were drawn from and have gone since: each asked one task of an average over tasks.
GONE = ["O004", "O005"]
#: By audit: the seed, the day of the draw, and how many claims are drawn.
DRAWS = {"first": (20261128, 40), "second": (20261129, 20)}


def drawn(audit: str = "first") -> list[str]:
    """Return the identifiers of the claims drawn from those of an audit's papers, sorted."""
    files = [*(ROOT / "data/paper_claims").glob("*.csv"), *(ROOT / "claims").glob("*/claims.csv")]
    claims = []
    for path in files:
        with path.open(newline="", encoding="utf-8") as file:
            found = [row["claim_id"] for row in csv.DictReader(file)]
        source = path.parent.name
        if source in FIRST:
            claims += [c for c in found if (c in ADDED) == (audit == "second")]
        elif source in SECOND and audit == "second":
            claims += [c for c in found if c not in LATER]
    claims += GONE if audit == "second" else []
    seed, n_claims = DRAWS[audit]
    return sorted(random.Random(seed).sample(sorted(claims), n_claims))


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
