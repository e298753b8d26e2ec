"""What the tests of group comparisons share: R's reference values, and the rows R saw."""

import json
from functools import cache
from pathlib import Path

import polars as pl

FOLDER = Path(__file__).parents[1] / "reference/comparisons"
DATASETS = [
    "close_together",
    "far_apart",
    "one_row",
    "tiny_groups",
    "two_groups",
    "unequal_variances",
]


@cache
def reference():
    return json.loads((FOLDER / "reference.json").read_text())


def compared(dataset):
    return reference()["comparisons"][dataset]


def scores(dataset):
    """Return the scores of every level, in the order of the levels."""
    rows = pl.read_csv(FOLDER / "groups.csv").filter(pl.col("dataset") == dataset)
    return {
        level: group["score"].to_numpy()
        for (level,), group in rows.sort("level").group_by("level", maintain_order=True)
    }


def summarise(groups):
    """Return sizes, means and standard deviations; NaN for a single row."""
    sizes = [len(group) for group in groups]
    spreads = [group.std(ddof=1) if len(group) > 1 else float("nan") for group in groups]
    return sizes, [group.mean() for group in groups], spreads


def several(dataset):
    """Return the levels with two rows or more."""
    return {level: group for level, group in scores(dataset).items() if len(group) > 1}
