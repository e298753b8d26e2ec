"""The claims that docs/claims-audit.md looks into: a draw that anyone can repeat.

Run by itself it prints them. The seed is the day of the draw.
"""

from __future__ import annotations

import csv
import random
from pathlib import Path

ROOT = Path(__file__).parents[3]
SEED = 20261128
N_CLAIMS = 40


def drawn() -> list[str]:
    """Return the identifiers of the claims drawn from those of all papers, sorted."""
    files = [*(ROOT / "data/paper_claims").glob("*.csv"), *(ROOT / "claims").glob("*/claims.csv")]
    claims = []
    for path in files:
        with path.open(newline="", encoding="utf-8") as file:
            claims += [row["claim_id"] for row in csv.DictReader(file)]
    return sorted(random.Random(SEED).sample(sorted(claims), N_CLAIMS))


if __name__ == "__main__":
    print(*drawn(), sep="\n")
