"""Permutational multivariate analysis of variance in Euclidean space (Anderson 2001).

With Euclidean distances the sums of squared distances are sums of squares about centroids, so no
matrix of distances is needed: only the sum of each level's points.
"""

from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from analysis_py.statistics.arrays import FloatArray

#: A share of variance, or many.
Share = TypeVar("Share", float, FloatArray)


def between_squares(centred: FloatArray, labels: NDArray[np.integer]) -> float:
    """Return the sum of squares between levels."""
    size = np.bincount(labels)
    return sum(
        float(np.sum(np.bincount(labels, weights=column) ** 2 / size)) for column in centred.T
    )


def r_squared(points: FloatArray, labels: NDArray[np.integer]) -> float:
    """Return the share of the squared distances between points that lies between levels."""
    centred = points - points.mean(axis=0)
    return between_squares(centred, labels) / float(np.sum(centred**2))


def pseudo_f(share: Share, n: int, n_levels: int) -> Share:
    """Turn R² into Anderson's pseudo-F, ``(R² / (g − 1)) / ((1 − R²) / (n − g))``."""
    return share / (n_levels - 1) / ((1.0 - share) / (n - n_levels))
