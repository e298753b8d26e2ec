r"""Differences of level means in thousands of samples of one design.

A level mean is a weighted mean of its cells. Plain means weigh cells by rows, mixed models by
precision. It is the regression of
:func:`~analysis_py.statistics.dependence.factor_levels.level_regression`, whose I − H is
:math:`1 - h` in each cell, so that a sample of a level needs its mean and one score per cell.
The ratio of a level's variances is searched on a grid, whose weights all samples share.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import ArrayLike, NDArray

from analysis_py.statistics.clustered.calibration import Sampled
from analysis_py.statistics.clustered.null_model import Noise, NullModel

Single = NDArray[np.float32]

#: Grid of shares of variance between clusters for the estimate of a simulated sample.
_ICC = np.concatenate([np.linspace(0, 0.9, 10), [0.95, 0.99]])
#: A share this near to 1 counts as 1: the cluster alone determines the mean and has no residual.
_ZERO = 1e-10


@dataclass(frozen=True)
class _Level:
    """The cells of a level at g ratios of the variances.

    The criterion is the residual sum of squares, a difference of two, times the determinants to the
    power of 1 / ``df``, a factor of both.

    Attributes
    ----------
    cells : slice
        Among all cells.
    of_squares : ndarray, shape (g, m + 1)
        Times squared means of cells, and the squares within them.
    of_means : ndarray, shape (g, m)
        Times means of cells, is what a level mean is in units of ``unit``, shape (g,).
    weight : ndarray, shape (m, g + 1)
        Shares times CR2's inverse root of one minus the share; those of rows come last.
    share : ndarray, shape (m,)
        Of the rows.
    df_within : float
        Rows minus cells.
    """

    cells: slice
    of_squares: Single
    of_means: Single
    unit: Single
    weight: Single
    share: Single
    df_within: float

    def fit(self, y: Single, within: NDArray[np.float64]) -> tuple[NDArray[np.int64], Single]:
        """Return the place of each sample's ratio by REML, and its mean, shape (s,)."""
        squares = np.empty((len(y) + 1, y.shape[1]), dtype=y.dtype)
        np.multiply(y, y, out=squares[:-1])
        squares[-1] = within
        mean = self.of_means @ y
        best = (self.of_squares @ squares - mean**2).argmin(axis=0)
        return best, mean[best, np.arange(len(best))] * self.unit[best]


@dataclass(frozen=True)
class SimulatedMeans:
    """A design and the quantities that all its samples share.

    Attributes
    ----------
    pairs : ndarray of int, shape (q, 2)
        Of levels that lie in two clusters or more.
    cluster, level : ndarray of int, shape (m,)
        Of each cell, one level after the other.
    size : ndarray, shape (m,)
        Rows of each cell.
    shared : list of pair of ndarray of int, length q
        Positions, within each level, of the cells of clusters that a pair shares.
    """

    pairs: NDArray[np.int64]
    cluster: NDArray[np.int64]
    level: NDArray[np.int64]
    size: NDArray[np.float64]
    levels: tuple[_Level, ...]
    shared: list[tuple[NDArray[np.int64], NDArray[np.int64]]]

    def sample(self, null: NullModel, noise: Noise) -> Sampled:
        """Draw samples of a null of the cells and fit them, as :meth:`fit` does."""
        squares = [
            noise.chi_squared(level.df_within, j)
            * (null.error_share * null.spread[level.cells.start] ** 2)
            for j, level in enumerate(self.levels)
        ]
        return self.fit(null.loading @ noise.for_null(null), np.array(squares))

    def fit(self, mean_of_cell: NDArray[np.floating], squares: NDArray[np.float64]) -> Sampled:
        """Return the pairs' differences of plain means, then of mixed means, with CR2 variances.

        ``mean_of_cell`` has the shape (m, s), and ``squares``, those of the rows about the mean of
        their cell by level, (k, s).
        """
        of_cell = mean_of_cell.astype(np.float32, copy=False)
        n_samples = of_cell.shape[1]
        # plain means first
        mean = np.empty((2, len(self.levels), n_samples), dtype=of_cell.dtype)
        scores: list[list[Single]] = [[], []]
        for j, level in enumerate(self.levels):
            y = of_cell[level.cells]
            best, mean[1, j] = level.fit(y, squares[j])
            mean[0, j] = level.share @ y
            chosen = np.take(level.weight, best, axis=1)
            for method, weight in enumerate((level.weight[:, -1:], chosen)):
                score = y - mean[method, j]
                score *= weight
                scores[method].append(score)
        a, b = self.pairs.T
        variance = np.empty((2, len(a), n_samples), dtype=of_cell.dtype)
        for method, of_method in enumerate(scores):
            of_level = np.array([np.einsum("ms,ms->s", one, one) for one in of_method])
            variance[method] = of_level[a] + of_level[b]
            for i, (x, y) in enumerate(self.pairs):
                at_x, at_y = self.shared[i]
                if len(at_x):
                    crossed = np.einsum("ms,ms->s", of_method[x][at_x], of_method[y][at_y])
                    variance[method, i] -= 2 * crossed
        estimate = mean[:, a] - mean[:, b]
        return estimate.reshape(-1, n_samples), variance.reshape(-1, n_samples)


def simulated_means(n_obs: ArrayLike, pairs: ArrayLike) -> SimulatedMeans:
    """Compute the quantities that all samples of a design share.

    Parameters
    ----------
    n_obs : array_like, shape (c, k)
        Number of rows in each cluster and level; no cluster is empty, and every level has at least
        two clusters.
    pairs : array_like of int, shape (q, 2)
    """
    n = np.asarray(n_obs, dtype=float)
    ends = np.asarray(pairs)
    level, cluster = np.nonzero(n.T)
    starts = np.searchsorted(level, np.arange(n.shape[1] + 1))
    place = np.full(n.shape, -1)
    place[cluster, level] = np.arange(len(level)) - starts[level]
    shared = []
    for a, b in ends:
        in_both = (place[:, a] >= 0) & (place[:, b] >= 0)
        shared.append((place[in_both, a], place[in_both, b]))
    size = n[cluster, level]
    levels = tuple(_level(slice(first, last), size[first:last]) for first, last in pairwise(starts))
    return SimulatedMeans(ends, cluster, level, size, levels, shared)


def _level(cells: slice, n: NDArray[np.float64]) -> _Level:
    ratio = (_ICC / (1 - _ICC))[:, None]
    precision = n / (1 + ratio * n)
    total = precision.sum(axis=1)
    share = np.vstack([precision / total[:, None], n / n.sum()])
    scale = np.zeros_like(share)
    np.divide(1, np.sqrt(np.maximum(1 - share, 0)), out=scale, where=1 - share > _ZERO)
    df = n.sum() - 1
    factor = np.exp((np.log1p(ratio * n).sum(axis=1) + np.log(total)) / df)[:, None]
    of_squares = factor * np.column_stack([precision, np.ones(len(precision))])
    root = np.sqrt(total[:, None] / factor)
    return _Level(
        cells=cells,
        of_squares=of_squares.astype(np.float32),
        of_means=(precision / root).astype(np.float32),
        unit=(root / total[:, None])[:, 0].astype(np.float32),
        weight=np.ascontiguousarray((share * scale).T, dtype=np.float32),
        share=share[-1].astype(np.float32),
        df_within=float(n.sum()) - len(n),
    )
