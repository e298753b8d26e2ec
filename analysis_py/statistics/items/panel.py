"""Panels: the answers of the evaluations of a benchmark that answered the same items."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import polars as pl

from analysis_py.statistics.arrays import FloatArray, IntArray
from analysis_py.statistics.items.logistic import FULL_MARKS


@dataclass(frozen=True)
class Panel:
    """A complete table of answers.

    Attributes
    ----------
    items : ndarray of int, length m
        Keys of the items.
    answers : ndarray, shape (n, m)
        Scores as shares of full marks.
    families : ndarray of int, length n
        Number of each evaluation's base family.
    clusters : ndarray of int or None
        Number of each item's cluster, or None where every item stands alone.
    """

    benchmark_id: str
    evaluations: tuple[str, ...]
    items: IntArray
    answers: FloatArray
    families: IntArray
    clusters: IntArray | None

    @property
    def is_binary(self) -> bool:
        """True where every answer is right or wrong."""
        return bool(((self.answers == 0) | (self.answers == 1)).all())

    @property
    def n_families(self) -> int:
        """The number of base families."""
        return int(self.families.max()) + 1


def iter_panels(answers: pl.DataFrame, items: pl.DataFrame) -> Iterator[Panel]:
    """Yield the panel of every benchmark, one at a time."""
    for row in items.sort("benchmark_id").iter_rows(named=True):
        rows = answers.filter(benchmark_id=row["benchmark_id"]).sort("evaluation_id")
        scores = rows["answers"].explode().to_numpy().reshape(rows.height, -1)
        clusters = pl.Series(row["cluster_ids"], dtype=pl.String)
        yield Panel(
            benchmark_id=row["benchmark_id"],
            evaluations=tuple(rows["evaluation_id"]),
            items=np.array(row["item_keys"], dtype=np.int64),
            answers=scores / FULL_MARKS,
            families=numbers(rows["base_family"]),
            clusters=None if clusters.is_null().all() else _cluster_numbers(clusters),
        )


def sum_by(values: FloatArray, group: IntArray) -> FloatArray:
    """Return the sums of rows over groups that are numbered from 0, none of them empty."""
    order = np.argsort(group, kind="stable")
    first = np.searchsorted(group[order], np.arange(int(group.max()) + 1))
    return np.asarray(np.add.reduceat(values[order], first, axis=0))


def numbers(names: pl.Series) -> IntArray:
    """Return the number of each name, from 0 in their order."""
    return names.rank("dense").to_numpy().astype(np.int64) - 1


def _cluster_numbers(clusters: pl.Series) -> IntArray:
    """Return the clusters' numbers; an item without one is a cluster of its own."""
    alone = pl.Series([f"\t{place}" for place in range(len(clusters))])
    return numbers(clusters.fill_null(alone))
