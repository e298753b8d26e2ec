"""Discrimination of items: logistic slopes on ability."""

from dataclasses import dataclass

import numpy as np
import polars as pl
from scipy import special

from analysis_py.statistics.items.logistic import answer_matrices, logistic_slopes
from analysis_py.statistics.rows import keep_promise, to_frame, validate_frame


@dataclass(frozen=True, kw_only=True)
class DiscriminationRow:
    """The logistic regression of an item on ability."""

    benchmark_id: str
    item_key: int
    n_obs: int
    n_groups: int
    discrimination: float | None
    status: str


def fit_item_discrimination(sums: pl.DataFrame) -> pl.DataFrame:
    """Return the discrimination of every item: its logistic slope on ability.

    Parameters
    ----------
    sums : polars.DataFrame
        One row per benchmark, item and ability group, as ``item_ability_sums`` has them.

    Returns
    -------
    polars.DataFrame
        One :class:`DiscriminationRow` per benchmark and item.

    Notes
    -----
    Ability is the normal score of the group's place among all evaluations, so that a slope is per
    standard deviation of ability (Lord 1980, Applications of Item Response Theory). The item is
    itself a part of the score that orders the evaluations, which matters where items are few.
    """
    frames = [
        _fit_items(str(benchmark), rows)
        for (benchmark,), rows in sums.group_by("benchmark_id", maintain_order=True)
    ]
    return pl.concat([to_frame(DiscriminationRow, []), *frames])


def _fit_items(benchmark: str, rows: pl.DataFrame) -> pl.DataFrame:
    items, groups, counts, totals = answer_matrices(rows, ["ability_group"])
    # every group in full, also where an item was not put to all of it
    sizes = counts.max(0)
    ability = special.ndtri((np.cumsum(sizes) - sizes / 2) / sizes.sum())
    right, n = totals.sum(1), counts.sum(1)
    slope = (
        logistic_slopes(counts, totals, ability)
        if groups.height > 1
        else np.full(items.height, np.nan)
    )
    status = np.select(
        [right == 0, right == n, np.full(len(n), groups.height < 2)],
        ["nobody answers it", "everybody answers it", "a single evaluation"],
        "ok",
    )
    frame = pl.DataFrame(
        {
            "benchmark_id": [benchmark] * items.height,
            "item_key": items["item_key"],
            "n_obs": n.astype(np.int64),
            "n_groups": [groups.height] * items.height,
            "discrimination": slope,
            "status": status.astype(str),
        }
    )
    frame = keep_promise(
        frame.fill_nan(None), "discrimination", "ability separates right from wrong"
    )
    return validate_frame(DiscriminationRow, frame)
