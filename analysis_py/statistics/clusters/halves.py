"""Intervals of indices of clusters from random halves of the base families."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
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
#: So many halves are computed together.
_AT_ONCE = 20


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
        purity = _excess_purities(labels, neighbours, families, is_in, sizes)
    tables = np.zeros((n_families, n_levels, n_levels))
    np.add.at(tables, (families, labels, clusters), 1.0)
    rand = rand_of_tables(np.tensordot(is_in.astype(float), tables, 1))

    def interval(values: FloatArray) -> HalfInterval | None:
        off = np.abs(values[1:] - values[0])
        one, other = off[::2], off[1::2]
        if not np.isfinite(values[0]) or np.isnan(off).mean() > _LACKING:
            return None
        one, other = one[np.isfinite(one)], other[np.isfinite(other)]
        margin = float(np.quantile(one, confidence_level, method="higher"))
        return HalfInterval(margin, float((other > margin).mean()))

    return HalfIntervals(
        [interval(values) for values in silhouette.T],
        [interval(values) for values in purity.T],
        interval(overall),
        interval(rand),
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
    labels_judged, of_cell = labels[judged], labels[first]
    weights = is_in[:, families[first]].astype(float)
    counts = np.diff(first, append=len(points)) * weights
    of_level = [of_cell == level for level in range(n_levels)]
    sizes = np.stack([counts[:, those].sum(axis=1) for those in of_level], axis=1)
    parts_of_sums = [(weights[:, those], cells[:, those].T) for those in of_level]
    is_of = np.eye(n_levels)[labels_judged]
    is_judged = is_in[:, families[judged]]
    means = np.empty(sizes.shape)
    for part in _parts(len(is_in)):
        sums = [times[part] @ distances for times, distances in parts_of_sums]
        values = silhouettes_of_sums(np.stack(sums, axis=-1), sizes[part], labels_judged)
        with np.errstate(invalid="ignore"):
            means[part] = (values * is_judged[part]) @ is_of / (is_judged[part] @ is_of)
    return means, sizes


def _excess_purities(
    labels: IntArray, neighbours: IntArray, families: IntArray, is_in: BoolArray, sizes: FloatArray
) -> FloatArray:
    """Return the purity of each level less what chance gives, in each half; shape (s, levels)."""
    n, k = neighbours.shape
    at = np.repeat(np.arange(n), k), families[neighbours].ravel()
    is_same = labels[neighbours] == labels[:, None]
    # neighbours of each row by family, all and those of its level
    known, same = (
        csr_array((each.ravel().astype(float), at), shape=(n, is_in.shape[1]))
        for each in (np.ones((n, k)), is_same)
    )
    members = csr_array((np.ones(n), (labels, np.arange(n))), shape=(sizes.shape[1], n))
    purity = np.empty(sizes.shape)
    for part in _parts(len(is_in)):
        half = is_in[part].T.astype(float)
        n_known = known @ half
        is_counted = half[families] * (n_known > 0)
        share = is_counted * (same @ half) / np.maximum(n_known, 1)
        with np.errstate(invalid="ignore"):
            purity[part] = (members @ share / (members @ is_counted)).T
    return purity - (sizes - 1) / (sizes.sum(axis=1, keepdims=True) - 1)


def _parts(n: int) -> Iterator[slice]:
    """Cut halves into parts whose arrays caches hold."""
    return (slice(start, start + _AT_ONCE) for start in range(0, n, _AT_ONCE))


def rand_of_tables(tables: NDArray[Any]) -> FloatArray:
    """Return the adjusted Rand index of tables of two labellings, as counts (..., k, k)."""
    n = tables.sum(axis=(-2, -1))
    together = _count_pairs(tables).sum(axis=(-2, -1))
    in_a = _count_pairs(tables.sum(axis=-1)).sum(axis=-1)
    in_b = _count_pairs(tables.sum(axis=-2)).sum(axis=-1)
    expected = in_a * in_b / _count_pairs(n)
    largest = (in_a + in_b) / 2
    # both labellings have one level, or only levels of one row
    is_trivial = largest == expected
    room = np.where(is_trivial, 1.0, largest - expected)
    return np.where(is_trivial, 1.0, (together - expected) / room)


def _count_pairs(size: NDArray[Any]) -> FloatArray:
    """Return the number of pairs among so many."""
    return np.asarray(size * (size - 1) / 2)
