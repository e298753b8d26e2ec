"""The claims that docs/claims-audit.md looks into: two draws that anyone can repeat.

Run by itself it prints them. The seeds are the days of the draws.
"""

from __future__ import annotations

import csv
import random
from pathlib import Path

ROOT = Path(__file__).parents[3]
#: The papers that were there when the first audit was drawn, and the claims added to them since.
FIRST = ("paper_claims", "lin_2022", "wei_2022")
ADDED = {f"W{number:03}" for number in range(15, 24)}
#: By audit: the seed and how many claims are drawn.
DRAWS = {"first": (20261128, 40), "second": (20261129, 20)}


def drawn(audit: str = "first") -> list[str]:
    """Return the identifiers of the claims drawn from those of an audit's papers, sorted."""
    files = [*(ROOT / "data/paper_claims").glob("*.csv"), *(ROOT / "claims").glob("*/claims.csv")]
    claims = []
    for path in files:
        with path.open(newline="", encoding="utf-8") as file:
            found = [row["claim_id"] for row in csv.DictReader(file)]
        is_first = path.parent.name in FIRST
        claims += [c for c in found if (is_first and c not in ADDED) == (audit == "first")]
    seed, n_claims = DRAWS[audit]
    return sorted(random.Random(seed).sample(sorted(claims), n_claims))


if __name__ == "__main__":
    for audit in DRAWS:
        print(audit, *drawn(audit))
