"""Writes rows.csv: made-up answers, one row per model and item, for items.R."""

import sys
from pathlib import Path

import polars as pl

FOLDER = Path(__file__).parent
sys.path.append(str(FOLDER.parents[1] / "python/items"))

from made_up_answers import made_up  # noqa: E402


def main() -> None:
    """Write the answers of 48 models of 12 base families to 60 items."""
    made_up(n_models=48, n_items=60, seed=5).answers.select(
        "model", "base_family", "parameters_b", "benchmark", "item", "cluster", pl.col("score")
    ).write_csv(FOLDER / "rows.csv")


if __name__ == "__main__":
    main()
