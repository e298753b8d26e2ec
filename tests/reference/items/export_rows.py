"""Writes rows.csv for items.R: answers of 48 models of 12 base families to 60 items."""

import sys
from pathlib import Path

import polars as pl

FOLDER = Path(__file__).parent
sys.path.append(str(FOLDER.parents[1] / "python/items"))

from made_up_answers import made_up  # noqa: E402

if __name__ == "__main__":
    made_up(n_models=48, n_items=60, seed=5).answers.select(
        "model", "base_family", "parameters_b", "benchmark", "item", "cluster", pl.col("score")
    ).write_csv(FOLDER / "rows.csv")
