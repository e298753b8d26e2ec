r"""CR2 of level means in thousands of samples, each with weights of its own.

A level mean is a sum of cell means with shares that add up to 1: those of rows for plain means, of
clusters whose rows are alike for a mixed model. It is the regression of
:func:`analysis_py.statistics.clustered.regression.level_regression`, whose I − H is :math:`1 - h`
in each cell, so that one pass over the cells serves samples that choose among sets of shares.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

#: A share this near to 1 is 1: the cluster alone makes the mean, and has no residual.
_ZERO = 1e-10


@dataclass(frozen=True)
class LevelErrors:
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


def level_errors(
    cells: tuple[NDArray[np.int64], NDArray[np.int64]],
    shares: Sequence[NDArray[np.float64]],
    pairs: NDArray[np.int64],
) -> LevelErrors:
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
    return LevelErrors(
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
