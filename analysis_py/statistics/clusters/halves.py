"""Intervals of indices of clusters from random halves of the base families."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.spatial.distance import cdist

from analysis_py.statistics.arrays import BoolArray, FloatArray, IntArray
from analysis_py.statistics.clusters.neighbours import chunks, silhouettes_of_sums

#: Halves that make the interval, and as many that say how often it misses.
N_HALVES = 499
#: Points of each level whose silhouettes are judged in the halves.
_OF_LEVEL = 200
#: Fewer families make no halves.
_FEWEST_FAMILIES = 8
#: A figure that more halves than this share lack has no interval.
_LACKING = 0.05


@dataclass(frozen=True)
class HalfInterval:
    """The most that a figure may be off, and the share of other halves that are off further."""

    margin: float
    type1_error: float


@dataclass(frozen=True)
class HalfIntervals:
    """Of each level its silhouette and its purity beyond chance, and of all levels together."""

    level_silhouette: list[HalfInterval | None]
    level_purity: list[HalfInterval | None]
    silhouette: HalfInterval | None
    adjusted_rand: HalfInterval | None


def half_intervals(
    points: FloatArray,
    labels: IntArray,
    families: IntArray,
    clusters: IntArray,
    neighbours: IntArray | None,
    confidence_level: float,
    rng: np.random.Generator,
) -> HalfIntervals:
    """Return what a half of the base families, whole ones, changes in the indices.

    A half without replacement differs from the whole as the whole does from the population
    (delete-d jackknife with d = n / 2: Shao and Wu 1989, Annals of Statistics 17, 1176-1197), and
    has no copies, which would lie at no distance from one another. The margin is the quantile of
    the differences in one set of halves, and the error its share of misses in another.
    """
    n_levels, n_families = int(labels.max()) + 1, int(families.max()) + 1
    if n_families < _FEWEST_FAMILIES:
        nothing: list[HalfInterval | None] = [None] * n_levels
        return HalfIntervals(nothing, nothing, None, None)
    order = rng.random((2 * N_HALVES, n_families)).argsort(axis=1)
    is_in = np.vstack([np.ones(n_families, dtype=bool), order < n_families // 2])
    silhouette, sizes = _silhouettes(points, labels, families, is_in, rng)
    with np.errstate(invalid="ignore"):
        shares = sizes / sizes.sum(axis=1, keepdims=True)
        overall = np.where(sizes > 0, silhouette * shares, 0.0).sum(axis=1)
    purity = np.full_like(silhouette, np.nan)
    if neighbours is not None:
        purity = _excess_purities(labels, neighbours, is_in[:, families], sizes)
    tables = np.zeros((n_families, n_levels, n_levels))
    np.add.at(tables, (families, labels, clusters), 1.0)
    rand = [rand_of_table(np.tensordot(half.astype(float), tables, 1)) for half in is_in]

    def interval(values: FloatArray) -> HalfInterval | None:
        off = np.abs(values[1:] - values[0])
        own, other = off[::2], off[1::2]
        if not np.isfinite(values[0]) or np.isnan(off).mean() > _LACKING:
            return None
        own, other = own[np.isfinite(own)], other[np.isfinite(other)]
        margin = float(np.quantile(own, confidence_level, method="higher"))
        return HalfInterval(margin, float((other > margin).mean()))

    return HalfIntervals(
        [interval(values) for values in silhouette.T],
        [interval(values) for values in purity.T],
        interval(overall),
        interval(np.array(rand)),
    )


def _silhouettes(
    points: FloatArray,
    labels: IntArray,
    families: IntArray,
    is_in: BoolArray,
    rng: np.random.Generator,
) -> tuple[FloatArray, FloatArray]:
    """Return the mean silhouette of each level in each half, and its size; shape (s, levels)."""
    n_levels = int(labels.max()) + 1
    order = np.lexsort((families, labels))
    points, labels, families = points[order], labels[order], families[order]
    first = np.flatnonzero(
        (np.diff(labels, prepend=-1) != 0) | (np.diff(families, prepend=-1) != 0)
    )
    judged = np.concatenate(
        [rng.permutation(np.flatnonzero(labels == level))[:_OF_LEVEL] for level in range(n_levels)]
    )
    cells = np.vstack(
        [
            np.add.reduceat(cdist(points[rows], points), first, axis=1)
            for rows in chunks(judged, len(points))
        ]
    )
    own, of_cell = labels[judged], labels[first]
    weights = is_in[:, families[first]].astype(float)
    counts = np.diff(first, append=len(points)) * weights
    sizes = np.stack([counts[:, of_cell == level].sum(axis=1) for level in range(n_levels)], axis=1)
    sums = np.stack(
        [cells[:, of_cell == level] @ weights[:, of_cell == level].T for level in range(n_levels)]
    )
    means = np.full(sizes.shape, np.nan)
    for half, inside in enumerate(is_in[:, families[judged]]):
        values = silhouettes_of_sums(
            sums[:, inside, half].T, sizes[half].astype(np.int64), own[inside]
        )
        n = np.bincount(own[inside], minlength=n_levels)
        with np.errstate(invalid="ignore"):
            means[half] = np.bincount(own[inside], values, minlength=n_levels) / n
    return means, sizes


def _excess_purities(
    labels: IntArray, neighbours: IntArray, is_in: BoolArray, sizes: FloatArray
) -> FloatArray:
    """Return the purity of each level less what chance gives, in each half; shape (s, levels)."""
    is_same = labels[neighbours] == labels[:, None]
    found = np.full(sizes.shape, np.nan)
    for half, inside in enumerate(is_in):
        known = inside[neighbours[inside]]
        n = known.sum(axis=1)
        rows = n > 0
        share = (known & is_same[inside])[rows].sum(axis=1) / n[rows]
        own = labels[inside][rows]
        n_own = np.bincount(own, minlength=sizes.shape[1])
        with np.errstate(invalid="ignore"):
            purity = np.bincount(own, share, minlength=sizes.shape[1]) / n_own
        found[half] = purity - (sizes[half] - 1) / (sizes[half].sum() - 1)
    return found


def rand_of_table(table: NDArray[Any]) -> float:
    """Return the adjusted Rand index of a table of two labellings, as counts."""
    n = table.sum()
    together = (table * (table - 1)).sum() / 2
    in_a, in_b = ((size * (size - 1)).sum() / 2 for size in (table.sum(1), table.sum(0)))
    expected = in_a * in_b / (n * (n - 1) / 2)
    largest = (in_a + in_b) / 2
    return 1.0 if largest == expected else float((together - expected) / (largest - expected))
