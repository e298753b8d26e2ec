r"""CR2 of differences of weighted level means, from the cells of clusters and levels.

A level mean is a sum of cell means with shares that add up to 1. Under a working model in which
cells are independent and their variances inverse to the shares, the block of I − H of a cell is
:math:`1 - h`, and CR2 multiplies its residual by :math:`(1 - h)^{-1/2}`. Shares of rows are those
of plain means and independent rows; shares of a mixed model are those of clusters whose rows are
alike (Pustejovsky and Tipton 2018, Journal of Business and Economic Statistics 36, 672-683).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

#: A share this near to 1 is 1: the cluster alone makes the mean, and has no residual.
_ZERO = 1e-10


@dataclass(frozen=True)
class Cr2Design:
    """CR2 quantities of level means whose cells have one of several sets of shares.

    Attributes
    ----------
    pairs : ndarray of int, shape (q, 2)
    starts : ndarray of int, shape (k + 1,)
        Where the cells of each level begin; cells stand one level after the other.
    weight : tuple of ndarray, shape (m_j, g_j)
        By level and set: shares, times CR2's inverse root of one minus the share.
    kept, own : tuple of ndarray, shape (g_j,)
        What each level adds to the trace of the quadratic form, and to that of its square.
    shared : dict
        By pair, where two levels have cells of the same clusters: the places of the cells within
        the first level and within the second, and what they add to the trace of the square, shape
        (g_a, g_b).
    """

    pairs: NDArray[np.int64]
    starts: NDArray[np.int64]
    weight: tuple[NDArray[np.float64], ...]
    kept: tuple[NDArray[np.float64], ...]
    own: tuple[NDArray[np.float64], ...]
    shared: dict[int, tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]]

    def moments(
        self,
        deviation: NDArray[np.float64],
        level_variance: NDArray[np.float64],
        chosen: Mapping[int, NDArray[np.int64]] | None = None,
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return the CR2 variances of differences of level means and their degrees of freedom.

        Parameters
        ----------
        deviation : ndarray, shape (m, s)
            Mean of each cell less the mean of its level, for s responses.
        level_variance : ndarray, shape (k, s) or (k, 1)
            Of the level means under the working model, up to a factor that all have in common.
        chosen : mapping of int to ndarray of int, shape (s,), optional
            By level, the set of shares of each response; the first where a level is left out.

        Returns
        -------
        variance, df : ndarray, shape (q, s)
            Bell and McCaffrey's variance, and Satterthwaite's degrees of freedom under the working
            model; these have as many columns as the level variances.
        """
        first = np.zeros(1, dtype=np.int64)
        sets = [first if chosen is None else chosen.get(j, first) for j in range(len(self.weight))]
        score = [
            (weight if len(of_set) == 1 else np.take(weight, of_set, axis=1)) * deviation[a:b]
            for weight, of_set, a, b in zip(
                self.weight, sets, self.starts[:-1], self.starts[1:], strict=True
            )
        ]
        of_level = np.array([np.einsum("ms,ms->s", one, one) for one in score])
        a, b = self.pairs.T
        variance = of_level[a] + of_level[b]
        trace, squares = np.zeros((2, len(self.pairs), level_variance.shape[1]))
        for i, (x, y) in enumerate(self.pairs):
            for j in (x, y):
                trace[i] += level_variance[j] * self.kept[j][sets[j]]
                squares[i] += level_variance[j] ** 2 * self.own[j][sets[j]]
            if i in self.shared:
                at_x, at_y, both = self.shared[i]
                variance[i] -= 2 * np.einsum("ms,ms->s", score[x][at_x], score[y][at_y])
                crossed = both[sets[x], sets[y]]
                squares[i] += 2 * level_variance[x] * level_variance[y] * crossed
        df = np.full_like(squares, np.nan)
        np.divide(trace**2, squares, out=df, where=squares > 0)
        return variance, df


def cr2_design(
    cells: tuple[NDArray[np.int64], NDArray[np.int64]],
    shares: Sequence[NDArray[np.float64]],
    pairs: NDArray[np.int64],
) -> Cr2Design:
    """Work out what does not depend on the responses.

    Parameters
    ----------
    cells : pair of ndarray of int, shape (m,)
        Cluster and level of each cell, one level after the other. No level is without a cell.
    shares : sequence of ndarray, shape (m_j, g_j)
        By level: of each cell in the mean, in one of several sets a column.
    pairs : ndarray of int, shape (q, 2)
    """
    cluster, level = cells
    scale = [np.zeros_like(share) for share in shares]
    for out, share in zip(scale, shares, strict=True):
        np.divide(1, np.sqrt(np.maximum(1 - share, 0)), out=out, where=1 - share > _ZERO)
    weight = tuple(inverse * share for inverse, share in zip(scale, shares, strict=True))
    kept = [w * inverse * (1 - h) for w, inverse, h in zip(weight, scale, shares, strict=True)]
    starts = np.searchsorted(level, np.arange(len(shares) + 1))
    place = np.full((int(cluster.max()) + 1, len(shares)), -1)
    place[cluster, level] = np.arange(len(cluster)) - starts[level]
    shared = {}
    for i, (x, y) in enumerate(pairs):
        in_both = (place[:, x] >= 0) & (place[:, y] >= 0)
        if in_both.any():
            at_x, at_y = place[in_both, x], place[in_both, y]
            of_x, of_y = weight[x][at_x], weight[y][at_y]
            both = kept[x][at_x].T @ kept[y][at_y] - (of_x**2).T @ of_y**2 + (of_x.T @ of_y) ** 2
            shared[i] = at_x, at_y, both
    return Cr2Design(
        pairs=pairs,
        starts=starts,
        weight=weight,
        kept=tuple(k.sum(axis=0) for k in kept),
        own=tuple(
            (k**2 - w**4).sum(axis=0) + (w**2).sum(axis=0) ** 2
            for k, w in zip(kept, weight, strict=True)
        ),
        shared=shared,
    )


def cr2_moments(
    cells: tuple[NDArray[np.int64], NDArray[np.int64]],
    share: NDArray[np.float64],
    deviation: NDArray[np.float64],
    level_variance: NDArray[np.float64],
    pairs: NDArray[np.int64],
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return CR2 variances and degrees of freedom of differences of the means of one response.

    Parameters
    ----------
    cells : pair of ndarray of int, shape (m,)
        Cluster and level of each cell, one level after the other. No level is without a cell.
    share, deviation : ndarray, shape (m,)
        Of each cell in the mean of its level, and its mean less that of the level.
    level_variance : ndarray, shape (k,)
    pairs : ndarray of int, shape (q, 2)
    """
    ends = np.searchsorted(cells[1], np.arange(1, len(level_variance)))
    design = cr2_design(cells, np.split(share[:, None], ends), pairs)
    variance, df = design.moments(deviation[:, None], level_variance[:, None])
    return variance[:, 0], df[:, 0]


def summed(values: NDArray[np.float64], group: NDArray[np.int64], n: int) -> NDArray[np.float64]:
    """Sum rows by group, shape (n, ...); every group has one."""
    if (np.diff(group) < 0).any():
        order = np.argsort(group, kind="stable")
        values, group = values[order], group[order]
    return np.add.reduceat(values, np.searchsorted(group, np.arange(n)), axis=0)


def indicator(group: NDArray[np.int64], n: int) -> csr_array:
    """Return the matrix, shape (n, m), that sums m rows by group."""
    m = len(group)
    return csr_array((np.ones(m), (group, np.arange(m))), shape=(n, m))


def cells_of(n: NDArray[np.float64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return cluster and level of each cell with a row, one level after the other."""
    level, cluster = np.nonzero(n.T)
    return cluster.astype(np.int64), level.astype(np.int64)
