"""Nearest neighbours and silhouettes."""

from collections.abc import Iterator
from functools import reduce

import numpy as np
from scipy.spatial import cKDTree
from scipy.spatial.distance import cdist

from analysis_py.statistics.arrays import FloatArray, IntArray

# Rows and numbers of the distance matrix held at once; the whole matrix never is.
_ROWS_AT_ONCE = 256
_NUMBERS_AT_ONCE = 2**25


def nearest_neighbours(points: FloatArray, k: int) -> IntArray:
    """Return the k nearest neighbours of each point by Euclidean distance, itself left out."""
    n = len(points)
    if n <= k:
        raise ValueError(f"{k} neighbours of each of {n} points do not exist")
    _, nearest = cKDTree(points).query(points, k=k + 1, workers=1)
    is_self = nearest == np.arange(n)[:, None]
    # A point that is hidden by its own duplicates gives up the furthest instead of itself.
    is_self[~is_self.any(axis=1), -1] = True
    return nearest[~is_self].reshape(n, k)


def silhouettes(points: FloatArray, labels: IntArray) -> FloatArray:
    """Return the silhouette of every point under several labellings at once, shape (f, n).

    A labelling is a row of ``labels``, its levels counted from 0; -1 leaves a point out, which has
    NaN. ``(b − a) / max(a, b)``: a is the mean distance to the point's own level, b the smallest
    mean distance to another; 0 for the only point of a level (Rousseeuw 1987). scikit-learn's takes
    one labelling, all points of it, and twice as long.
    """
    n_labellings, n = labels.shape
    sizes = [np.bincount(row[row >= 0]) for row in labels]
    offsets = np.cumsum([0, *(len(size) for size in sizes)])
    members = np.zeros((n, offsets[-1]))
    for row, offset in zip(labels, offsets, strict=False):
        inside = np.flatnonzero(row >= 0)
        members[inside, offset + row[inside]] = 1.0
    result = np.full((n_labellings, n), np.nan)
    for rows in chunks(np.flatnonzero((labels >= 0).any(axis=0)), n):
        totals = cdist(points[rows], points) @ members
        for index, size in enumerate(sizes):
            inside = labels[index, rows] >= 0
            # else no level may be left
            if inside.any():
                own_labels = labels[index, rows[inside]]
                sums = totals[inside, offsets[index] : offsets[index + 1]]
                result[index, rows[inside]] = silhouettes_of_sums(sums, size, own_labels)
    return result


def chunks(rows: IntArray, n: int) -> Iterator[IntArray]:
    """Cut rows into parts whose distances to n points fit into memory."""
    at_once = min(_ROWS_AT_ONCE, max(1, _NUMBERS_AT_ONCE // n))
    for start in range(0, len(rows), at_once):
        yield rows[start : start + at_once]


def silhouettes_of_sums(totals: FloatArray, size: IntArray, labels: IntArray) -> FloatArray:
    """Turn sums of distances to each level, shape (..., c, k), into silhouettes.

    ``size``, shape (..., k), is that of each level, ``own``, shape (c,), the level of each point.
    """
    points, of_own = np.arange(len(labels)), size[..., labels]
    within = totals[..., points, labels] / np.maximum(of_own - 1, 1)
    means = totals / np.where(size > 0, size, np.nan)[..., None, :]
    means[..., points, labels] = np.inf
    # level by level: NumPy's own reduction of a last axis as short is several times slower
    between = reduce(np.fmin, np.moveaxis(means, -1, 0))
    largest = np.maximum(within, between)
    values = np.zeros_like(within)
    np.divide(between - within, largest, out=values, where=(largest > 0) & np.isfinite(largest))
    return np.where(of_own > 1, values, 0.0)
