"""Weighted quantiles of residuals by size, and the level whose intervals hold a given share."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analysis_py.statistics.arrays import FloatArray, IntArray

#: Width of the Gaussian window of sizes, a factor of 2.2 either way.
BANDWIDTH = 0.35 * np.log(10)
#: Levels whose quantiles are tried; the last is the whole range.
LEVELS = 1 - np.geomspace(0.6, 1e-4, 120)
#: Shares of the weight below either end.
_ENDS = np.concatenate([(1 - LEVELS) / 2, 1 - (1 - LEVELS) / 2])


@dataclass(frozen=True)
class Quantiles:
    """Weighted quantiles of residuals, by level and size: both ends of central intervals."""

    grid: FloatArray
    low: FloatArray
    high: FloatArray

    def at(self, log_size: FloatArray, levels: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Return both ends, shape (number of levels, number of sizes)."""
        at = np.interp(levels, LEVELS, np.arange(len(LEVELS), dtype=float))
        below = np.floor(at).astype(int)
        above = np.minimum(below + 1, len(LEVELS) - 1)
        share = (at - below)[:, None]
        low, high = (
            (1 - share) * ends[below] + share * ends[above] for ends in (self.low, self.high)
        )
        return self._between(low, log_size), self._between(high, log_size)

    def lowest_levels(self, sizes: FloatArray, size: IntArray, residual: FloatArray) -> IntArray:
        """Return the place of the lowest level whose interval holds each residual."""
        low, high = self._between(self.low, sizes), self._between(self.high, sizes)
        below, above = _count_below(-low, size, -residual), _count_below(high, size, residual)
        return np.maximum(below, above)

    def _between(self, by_level: FloatArray, log_size: FloatArray) -> FloatArray:
        """Interpolate between the points of the grid."""
        sizes = np.clip(log_size, self.grid[0], self.grid[-1])
        left = np.clip(np.searchsorted(self.grid, sizes, side="right") - 1, 0, len(self.grid) - 2)
        along = (sizes - self.grid[left]) / (self.grid[left + 1] - self.grid[left])
        return np.asarray(by_level[:, left] * (1 - along) + by_level[:, left + 1] * along)


@dataclass(frozen=True)
class CoveredWeights:
    """Weights of evaluations within the intervals of each level, by fold.

    Attributes
    ----------
    by_level : numpy.ndarray, shape (number of levels, number of folds)
    total : numpy.ndarray, shape (number of folds,)
        Weight of all evaluations of the fold.
    """

    by_level: FloatArray
    total: FloatArray

    @classmethod
    def by_fold(cls, lowest: IntArray, weight: FloatArray, fold: IntArray) -> CoveredWeights:
        """Sum weights by the lowest level whose interval holds an evaluation.

        It is the number of levels where none does. Intervals of higher levels hold it too.
        """
        n_levels, n_folds = len(LEVELS), int(fold.max()) + 1
        at = fold * (n_levels + 1) + lowest
        held: FloatArray = np.bincount(at, weight, minlength=n_folds * (n_levels + 1)).astype(float)
        by_level = np.cumsum(held.reshape(n_folds, n_levels + 1)[:, :n_levels], axis=1).T
        return cls(by_level, np.bincount(fold, weight).astype(float))

    def covered(self, without: int | None = None) -> FloatArray:
        """Return the share within by level, of all folds or of all but one."""
        kept = np.arange(len(self.total)) != (-1 if without is None else without)
        share = self.by_level[:, kept].sum(axis=1) / self.total[kept].sum()
        return np.asarray(np.maximum.accumulate(share))

    def coverage_at(self, level: float) -> float:
        """Return the share within at a level, of all folds."""
        return float(np.interp(level, LEVELS, self.covered()))

    def level_for(self, nominal: float, without: int | None = None) -> float:
        """Return the lowest level whose intervals hold the nominal share of families left out."""
        covered = self.covered(without)
        at = min(int(np.searchsorted(covered, nominal)), len(LEVELS) - 1)
        if at == 0 or covered[at] == covered[at - 1]:
            return float(LEVELS[at])
        share = (nominal - covered[at - 1]) / (covered[at] - covered[at - 1])
        return float(LEVELS[at - 1] + min(share, 1.0) * (LEVELS[at] - LEVELS[at - 1]))

    def coverage_across_folds(self, nominal: float) -> float:
        """Return the coverage where each fold's level is found on the other folds."""
        held = [
            float(np.interp(self.level_for(nominal, without=k), LEVELS, self.by_level[:, k]))
            for k in range(len(self.total))
            if self.total[k] > 0
        ]
        return sum(held) / float(self.total.sum())


def weighted_quantiles(residual: FloatArray, weight: FloatArray, grid: FloatArray) -> Quantiles:
    """Return the quantiles of residuals in ascending order; ``weight[j]`` is theirs at a point."""
    reached = np.cumsum(weight, axis=1)
    at = np.array([np.searchsorted(each, _ENDS * each[-1]) for each in reached])
    low, high = np.split(residual[np.minimum(at, len(residual) - 1)].T, 2)
    return Quantiles(grid, low, high)


def size_kernel(grid: FloatArray, log_size: FloatArray) -> FloatArray:
    """Return how much each size counts at each point of the grid, shape (g, s)."""
    return np.asarray(np.exp(-(((grid[:, None] - log_size) / BANDWIDTH) ** 2) / 2))


def _count_below(levels: FloatArray, column: IntArray, value: FloatArray) -> IntArray:
    """Return for each value how many entries of its column, which ascends, are below it."""
    n_bits = len(levels).bit_length()
    spare = (1 << n_bits) - 1 - len(levels)
    padded = np.pad(levels, ((0, spare), (0, 0)), constant_values=np.inf)
    below = np.zeros(len(value), dtype=np.int64)
    for bit in reversed(range(n_bits)):
        below += (padded[below + (1 << bit) - 1, column] < value).astype(np.int64) << bit
    return below
