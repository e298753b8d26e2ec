r"""CR2 of differences of weighted level means, from the cells of clusters and levels.

A level mean is a sum of cell means with shares that add up to 1. Under a working model in which
cells are independent and their variances inverse to the shares, the block of I − H of a cell is
:math:`1 - h`, and CR2 multiplies its residual by :math:`(1 - h)^{-1/2}`. Shares of rows are those
of plain means and independent rows; shares of a mixed model are those of clusters whose rows are
alike (Pustejovsky and Tipton 2018, Journal of Business and Economic Statistics 36, 672-683).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

#: A share this near to 1 is 1: the cluster alone makes the mean, and has no residual.
_ZERO = 1e-10


def cr2_moments(
    cells: tuple[NDArray[np.int64], NDArray[np.int64]],
    share: NDArray[np.float64],
    deviation: NDArray[np.float64],
    level_variance: NDArray[np.float64],
    pairs: NDArray[np.int64],
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the CR2 variances of differences of level means and their degrees of freedom.

    Parameters
    ----------
    cells : pair of ndarray of int, shape (m,)
        Cluster and level of each cell. No level is without a cell.
    share : ndarray, shape (m, s) or (m, 1)
        Of each cell in the mean of its level, for s responses.
    deviation : ndarray, shape (m, s)
        Mean of each cell less the mean of its level.
    level_variance : ndarray, shape (k, s) or (k, 1)
        Of the level means under the working model, up to a factor that all have in common.
    pairs : ndarray of int, shape (q, 2)

    Returns
    -------
    variance, df : ndarray, shape (q, s)
        Bell and McCaffrey's variance, and Satterthwaite's degrees of freedom under the working
        model; these have as many columns as the shares and level variances.
    """
    cluster, level = cells
    n_levels = len(level_variance)
    scale = np.zeros_like(share)
    np.divide(1, np.sqrt(np.maximum(1 - share, 0)), out=scale, where=1 - share > _ZERO)
    total = scale * share
    score = total * deviation
    kept = total * scale * (1 - share)
    own_score = summed(score**2, level, n_levels)
    own_kept = summed(kept, level, n_levels)
    own_total = summed(total**2, level, n_levels)
    own_rest = summed(kept**2 - total**4, level, n_levels)

    a, b = pairs.T
    variance_a, variance_b = level_variance[a], level_variance[b]
    variance = own_score[a] + own_score[b]
    trace = variance_a * own_kept[a] + variance_b * own_kept[b]
    own = own_rest + own_total**2
    squares = variance_a**2 * own[a] + variance_b**2 * own[b]
    place = np.full((int(cluster.max()) + 1, n_levels), -1)
    place[cluster, level] = np.arange(len(cluster))
    for i, (x, y) in enumerate(pairs):
        shared = (place[:, x] >= 0) & (place[:, y] >= 0)
        if not shared.any():
            continue
        at_x, at_y = place[shared, x], place[shared, y]
        variance[i] -= 2 * (score[at_x] * score[at_y]).sum(axis=0)
        crossed = total[at_x] * total[at_y]
        both = (kept[at_x] * kept[at_y] - crossed**2).sum(axis=0) + crossed.sum(axis=0) ** 2
        squares[i] += 2 * variance_a[i] * variance_b[i] * both
    df = np.full_like(squares, np.nan)
    np.divide(trace**2, squares, out=df, where=squares > 0)
    return variance, df


def summed(values: NDArray[np.float64], group: NDArray[np.int64], n: int) -> NDArray[np.float64]:
    """Sum rows by group, shape (n, ...); every group has one."""
    if (np.diff(group) < 0).any():
        order = np.argsort(group, kind="stable")
        values, group = values[order], group[order]
    return np.add.reduceat(values, np.searchsorted(group, np.arange(n)), axis=0)


def cells_of(n: NDArray[np.float64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return cluster and level of each cell with a row, one level after the other."""
    level, cluster = np.nonzero(n.T)
    return cluster.astype(np.int64), level.astype(np.int64)
