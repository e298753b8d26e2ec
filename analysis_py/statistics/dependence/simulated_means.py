r"""Differences of level means in thousands of samples of one design.

A mean is a sum of the means of its cells with shares that add up to 1: those of rows for plain
means, of clusters by what they tell for a mixed model. It is the regression of
:func:`analysis_py.statistics.clustered.regression.level_regression`, whose I − H is :math:`1 - h`
in each cell, so that a sample of a level needs the mean of the level and one score per cell. The
ratio of a level's variances is sought on a grid, whose shares all samples have in common.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import ArrayLike, NDArray

from analysis_py.statistics.clustered.calibration import Sampled
from analysis_py.statistics.clustered.null_model import Noise, NullModel, simulate_null

Single = NDArray[np.float32]

#: Shares of variance between clusters among which a simulated sample's estimate is sought.
_ICC = np.concatenate([np.linspace(0, 0.9, 10), [0.95, 0.99]])
#: A share this near to 1 is 1: the cluster alone makes the mean, and has no residual.
_ZERO = 1e-10


@dataclass(frozen=True)
class _Level:
    """The cells of a level at g ratios of the variances.

    Attributes
    ----------
    cells : slice
        Among all cells.
    precision : ndarray, shape (g, m)
        Of each cell's mean, in units of the errors' precision.
    constant : ndarray, shape (g,)
        What the REML criterion has beside the sum of squares.
    weight : ndarray, shape (g + 1, m)
        Shares times CR2's inverse root of one minus the share; those of rows come last.
    df : float
        Rows less 1.
    """

    cells: slice
    precision: Single
    constant: Single
    weight: Single
    df: float
    n_cells: int


@dataclass(frozen=True)
class SimulatedMeans:
    """A design and what every sample of it needs.

    Attributes
    ----------
    pairs : ndarray of int, shape (q, 2)
        Of levels that lie in two clusters or more.
    cluster, level : ndarray of int, shape (m,)
        Of each cell, one level after the other.
    size : ndarray, shape (m,)
        Rows of each cell.
    shared : list of pair of ndarray of int, length q
        Places within either level of the cells of clusters that a pair shares.
    """

    pairs: NDArray[np.int64]
    cluster: NDArray[np.int64]
    level: NDArray[np.int64]
    size: NDArray[np.float64]
    levels: tuple[_Level, ...]
    shared: list[tuple[NDArray[np.int64], NDArray[np.int64]]]

    def sample(self, null: NullModel, noise: Noise) -> Sampled:
        """Fit samples of a null of the cells, as :meth:`fit` does."""
        squares = [
            np.roll(noise.chi_squared(level.df - level.n_cells + 1), j)
            * (null.error_share * null.spread[level.cells.start] ** 2)
            for j, level in enumerate(self.levels)
        ]
        return self.fit(simulate_null(null, noise.of(null)), np.array(squares))

    def fit(self, mean_of_cell: NDArray[np.float64], squares: NDArray[np.float64]) -> Sampled:
        """Return the pairs' differences of plain means and then of mixed means, by CR2.

        Parameters
        ----------
        mean_of_cell : ndarray, shape (m, s)
        squares : ndarray, shape (k, s)
            Of the rows about the mean of their cell, by level.
        """
        of_cell = mean_of_cell.astype(np.float32)
        n_samples = of_cell.shape[1]
        # plain means first
        mean = np.empty((2, len(self.levels), n_samples), dtype=of_cell.dtype)
        scores: list[list[Single]] = [[], []]
        for j, level in enumerate(self.levels):
            y = of_cell[level.cells]
            weight = _Weights.of(level, y, squares[j].astype(y.dtype))
            mean[0, j] = self.size[level.cells].astype(y.dtype) @ y / self.size[level.cells].sum()
            mean[1, j] = weight.mean
            for method, chosen in ((0, level.weight[-1:].T), (1, weight.chosen)):
                scores[method].append((y - mean[method, j]) * chosen)
        a, b = self.pairs.T
        variance = np.empty((2, len(a), n_samples), dtype=of_cell.dtype)
        for method, score in enumerate(scores):
            of_level = np.array([np.einsum("ms,ms->s", one, one) for one in score])
            variance[method] = of_level[a] + of_level[b]
            for i, (x, y) in enumerate(self.pairs):
                at_x, at_y = self.shared[i]
                if len(at_x):
                    crossed = np.einsum("ms,ms->s", score[x][at_x], score[y][at_y])
                    variance[method, i] -= 2 * crossed
        estimate = mean[:, a] - mean[:, b]
        return estimate.reshape(-1, n_samples), variance.reshape(-1, n_samples)


@dataclass(frozen=True)
class _Weights:
    """A level's mean by its mixed model in s samples, and the weights chosen, shape (m, s)."""

    mean: Single
    chosen: Single

    @classmethod
    def of(cls, level: _Level, y: Single, squares: Single) -> _Weights:
        """Choose the ratio of the variances by REML, sample by sample."""
        total = level.precision.sum(axis=1)
        means = (level.precision @ y) / total[:, None]
        left = squares + level.precision @ y**2 - total[:, None] * means**2
        # about 0, single precision may leave nothing
        criterion = np.float32(level.df) * np.log(np.maximum(left, np.float32(1e-12)))
        criterion += level.constant[:, None]
        best = criterion.argmin(axis=0)
        chosen = np.take(level.weight.T, best, axis=1)
        return cls(means[best, np.arange(y.shape[1])], chosen)


def simulated_means(n_obs: ArrayLike, pairs: ArrayLike) -> SimulatedMeans:
    """Work out what all samples of a design share.

    Parameters
    ----------
    n_obs : array_like, shape (c, k)
        Number of rows in each cluster and level; no cluster is empty, and every level lies in two
        clusters or more.
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
    return _Level(
        cells=cells,
        precision=precision.astype(np.float32),
        constant=(np.log1p(ratio * n).sum(axis=1) + np.log(total)).astype(np.float32),
        weight=(share * scale).astype(np.float32),
        df=float(n.sum()) - 1,
        n_cells=len(n),
    )
