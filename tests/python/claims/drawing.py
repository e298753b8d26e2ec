"""The claims that docs/claims-audit.md looks into: a draw that anyone can repeat.

Run by itself it prints them; the seed is that of dbt_project.yml.
"""

from __future__ import annotations

import csv
import random
from pathlib import Path

ROOT = Path(__file__).parents[3]
SEED = 20240112
N_CLAIMS = 40


def drawn() -> list[str]:
    """Return the identifiers of the claims drawn from all of the paper's, sorted."""
    with (ROOT / "data/paper_claims/2024-01-12.csv").open(newline="", encoding="utf-8") as file:
        claims = sorted(row["claim_id"] for row in csv.DictReader(file))
    return sorted(random.Random(SEED).sample(claims, N_CLAIMS))


if __name__ == "__main__":
    print(*drawn(), sep="\n")
