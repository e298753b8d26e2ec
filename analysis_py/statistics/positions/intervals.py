"""Prediction intervals for models of a new base family, calibrated on families left out.

The residuals of a fit understate how far the next family lies from the curve, and rows of one
family say the same thing many times. So every base family is left out of the fit that judges it
(cross-conformal prediction: Vovk 2015, Annals of Mathematics and Artificial Intelligence 74,
9-28), every family has weight one, and families of like size count most. What level of quantile
gives the nominal coverage is read off the families left out, and how well that carries over is
measured on families that had no say in it either.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analysis_py.statistics.arrays import FloatArray, IntArray
from analysis_py.statistics.positions.curve import Curve, Label, Labels, fit_curve, place_knots

N_FOLDS = 10
#: Fewer base families tell too little of where the next one lies.
FEWEST_FAMILIES = 20
#: Width of the Gaussian window of sizes, a factor of 2.2 either way.
BANDWIDTH = 0.35 * np.log(10)
_N_GRID = 40
# Levels whose quantiles are tried; the last is the whole range.
_LEVELS = 1 - np.geomspace(0.6, 1e-4, 120)
_LOWEST_PCT, _HIGHEST_PCT = 0.0, 100.0


@dataclass(frozen=True, kw_only=True)
class Coverage:
    """Coverage of the intervals on families left out, each family of weight one.

    Attributes
    ----------
    nominal : float
    level : float
        Of the quantiles that give the nominal coverage.
    coverage_uncalibrated, coverage : float
        Coverage of quantiles at the nominal level, and at levels found without the family.
    median_width_pct : float
        In percent.
    """

    nominal: float
    level: float
    coverage_uncalibrated: float
    coverage: float
    median_width_pct: float


@dataclass(frozen=True)
class Prediction:
    """Predicted scores by size: a curve, and the quantiles of residuals around it."""

    curve: Curve
    quantiles: _Quantiles
    spread: FloatArray
    coverages: tuple[Coverage, ...]

    def interval(
        self, nominal: float, log_size: FloatArray, groups: Labels | None = None
    ) -> tuple[FloatArray, FloatArray, FloatArray]:
        """Return the expected score and both ends of the interval, in percent."""
        coverage = next(one for one in self.coverages if one.nominal == nominal)
        expected = self.curve.at(log_size, groups)
        low, high = self.quantiles.at(log_size, np.array([coverage.level]))
        return expected, _in_bounds(expected + low[0]), _in_bounds(expected + high[0])

    def std_dev(self, log_size: FloatArray) -> FloatArray:
        """Return the standard deviation of families of like size around the curve, in percent."""
        return np.interp(log_size, self.quantiles.grid, self.spread)


@dataclass(frozen=True)
class _Quantiles:
    """Weighted quantiles of residuals, by level and size: both ends of central intervals."""

    grid: FloatArray
    low: FloatArray
    high: FloatArray

    def at(self, log_size: FloatArray, levels: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Return both ends, shape (number of levels, number of sizes)."""
        return self._read(self.low, log_size, levels), self._read(self.high, log_size, levels)

    def _read(self, ends: FloatArray, log_size: FloatArray, levels: FloatArray) -> FloatArray:
        at = np.interp(levels, _LEVELS, np.arange(len(_LEVELS), dtype=float))
        below = np.floor(at).astype(int)
        above = np.minimum(below + 1, len(_LEVELS) - 1)
        share = (at - below)[:, None]
        by_level = (1 - share) * ends[below] + share * ends[above]
        sizes = np.clip(log_size, self.grid[0], self.grid[-1])
        left = np.clip(np.searchsorted(self.grid, sizes, side="right") - 1, 0, len(self.grid) - 2)
        along = (sizes - self.grid[left]) / (self.grid[left + 1] - self.grid[left])
        return np.asarray(by_level[:, left] * (1 - along) + by_level[:, left + 1] * along)


@dataclass(frozen=True)
class _CoveredWeights:
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
    def by_fold(cls, lowest: IntArray, weight: FloatArray, fold: IntArray) -> _CoveredWeights:
        """Sum weights by the lowest level whose interval holds an evaluation.

        It is the number of levels where none does. Intervals of higher levels hold it too.
        """
        n_levels = len(_LEVELS)
        at = fold * (n_levels + 1) + lowest
        held: FloatArray = np.bincount(at, weight, minlength=N_FOLDS * (n_levels + 1)).astype(float)
        by_level = np.cumsum(held.reshape(N_FOLDS, n_levels + 1)[:, :n_levels], axis=1).T
        return cls(by_level, np.bincount(fold, weight, minlength=N_FOLDS).astype(float))

    def covered(self, without: int | None = None) -> FloatArray:
        """Return the share within by level, of all folds or of all but one."""
        kept = np.arange(len(self.total)) != (-1 if without is None else without)
        share = self.by_level[:, kept].sum(axis=1) / self.total[kept].sum()
        return np.asarray(np.maximum.accumulate(share))

    def level_for(self, nominal: float, without: int | None = None) -> float:
        """Return the lowest level whose intervals hold the nominal share of families left out."""
        covered = self.covered(without)
        at = min(int(np.searchsorted(covered, nominal)), len(_LEVELS) - 1)
        if at == 0 or covered[at] == covered[at - 1]:
            return float(_LEVELS[at])
        share = (nominal - covered[at - 1]) / (covered[at] - covered[at - 1])
        return float(_LEVELS[at - 1] + min(share, 1.0) * (_LEVELS[at] - _LEVELS[at - 1]))

    def coverage_across_folds(self, nominal: float) -> float:
        """Return the coverage where each fold's level is found on the other folds."""
        held = [
            float(np.interp(self.level_for(nominal, without=k), _LEVELS, self.by_level[:, k]))
            for k in range(len(self.total))
            if self.total[k] > 0
        ]
        return sum(held) / float(self.total.sum())


@dataclass(frozen=True)
class _Cells:
    """Evaluations of known size, summed over those of one size and group.

    Sizes are few and repeat, however many evaluations there are, and a curve knows no more of an
    evaluation than its size and its group.

    Attributes
    ----------
    sizes : numpy.ndarray, shape (s,)
        The distinct ones, ascending.
    size, cell, fold : numpy.ndarray of int, shape (n,)
        Of each evaluation its place in ``sizes``, its cell and its fold.
    log_size, groups : numpy.ndarray, shape (c,)
        Of each cell.
    score, weight : numpy.ndarray, shape (n,)
    by_fold, weighted : numpy.ndarray, shape (number of folds, c)
        Sums of weights, and of scores by weight.
    """

    sizes: FloatArray
    size: IntArray
    cell: IntArray
    fold: IntArray
    log_size: FloatArray
    groups: Labels
    score: FloatArray
    weight: FloatArray
    by_fold: FloatArray
    weighted: FloatArray

    @classmethod
    def of(
        cls,
        log_size: FloatArray,
        score: FloatArray,
        families: Labels,
        seed: list[int],
        groups: Labels,
    ) -> _Cells:
        """Assign base families to folds and sum up their evaluations."""
        _, family, n_of = np.unique(families, return_inverse=True, return_counts=True)
        weight = 1.0 / n_of[family]
        fold = (np.random.default_rng(seed).permutation(len(n_of)) % N_FOLDS)[family]
        sizes, size = np.unique(log_size, return_inverse=True)
        names, group = np.unique(groups, return_inverse=True)
        cell = size * len(names) + group
        n_cells = len(sizes) * len(names)

        def summed(values: FloatArray) -> FloatArray:
            sums = np.bincount(fold * n_cells + cell, values, minlength=N_FOLDS * n_cells)
            return np.asarray(sums.reshape(N_FOLDS, n_cells))

        return cls(
            sizes=sizes,
            size=size,
            cell=cell,
            fold=fold,
            log_size=np.repeat(sizes, len(names)),
            groups=np.tile(names, len(sizes)),
            score=score,
            weight=weight,
            by_fold=summed(weight),
            weighted=summed(weight * score),
        )

    def curves(self, shifted: tuple[Label, ...]) -> tuple[Curve, list[Curve]]:
        """Return the curve of all folds, and those without each fold in turn."""
        order = np.argsort(self.size, kind="stable")
        ordered, weight, fold = self.sizes[self.size[order]], self.weight[order], self.fold[order]

        def without(k: int) -> Curve:
            kept, summed = fold != k, np.arange(N_FOLDS) != k
            total = float(self.weight[self.fold != k].sum())
            knots = place_knots(ordered[kept], weight[kept], total)
            cells = self.by_fold[summed].sum(axis=0)
            filled = cells > 0
            mean = self.weighted[summed].sum(axis=0)[filled] / cells[filled]
            log_size, groups = self.log_size[filled], self.groups[filled]
            return fit_curve(log_size, mean, cells[filled], groups, shifted, knots)

        return without(-1), [without(k) for k in range(N_FOLDS)]

    def at(self, curve: Curve) -> FloatArray:
        """Return what a curve leads one to expect of each cell."""
        return curve.at(self.log_size, self.groups)


def predict_new_families(
    log_size: FloatArray,
    score: FloatArray,
    families: Labels,
    nominal: tuple[float, ...],
    seed: list[int],
    groups: Labels | None = None,
    shifted: tuple[Label, ...] = (),
) -> Prediction:
    """Fit the curve and calibrate the intervals around it.

    Parameters
    ----------
    log_size, score : numpy.ndarray, shape (n,)
        Natural logarithms of sizes in billions, and scores in percent.
    families : numpy.ndarray of str or int, shape (n,)
        Base families, at least :data:`FEWEST_FAMILIES` of them.
    nominal : tuple of float
        Coverages wanted.
    seed : list of int
        Of the assignment of families to folds.
    groups : numpy.ndarray of str or int, shape (n,), optional
        What shifts the curve.
    shifted : tuple of str or int
        The groups with a shift of their own.

    Returns
    -------
    Prediction
    """
    if groups is None:
        groups = np.zeros(len(score), dtype=np.int64)
    cells = _Cells.of(log_size, score, families, seed, groups)
    curve, curves = cells.curves(shifted)
    residual = score - np.array([cells.at(one) for one in curves])[cells.fold, cells.cell]
    grid = np.linspace(cells.sizes[0], cells.sizes[-1], _N_GRID)
    kernel = _kernel(grid, cells.sizes)

    order = np.argsort(residual, kind="stable")
    size, weight, fold = cells.size[order], cells.weight[order], cells.fold[order]
    ordered = residual[order]
    # the lowest level whose interval, made without its fold, holds an evaluation
    lowest = np.empty(len(score), dtype=np.int64)
    for k in range(N_FOLDS):
        out = fold == k
        without = _quantiles(ordered[~out], size[~out], weight[~out], grid, kernel)
        low, high = without.at(cells.sizes, _LEVELS)
        lowest[out] = np.maximum(
            _count_below(-low, size[out], -ordered[out]),
            _count_below(high, size[out], ordered[out]),
        )

    quantiles = _quantiles(ordered, size, weight, grid, kernel)
    expected = cells.at(curve)
    held = _CoveredWeights.by_fold(lowest, weight, fold)
    coverages = []
    for one in nominal:
        level = held.level_for(one)
        low, high = quantiles.at(cells.log_size, np.array([level]))
        width = _in_bounds(expected + high[0]) - _in_bounds(expected + low[0])
        coverages.append(
            Coverage(
                nominal=one,
                level=level,
                coverage_uncalibrated=float(np.interp(one, _LEVELS, held.covered())),
                coverage=held.coverage_across_folds(one),
                median_width_pct=float(np.median(width[cells.cell])),
            )
        )
    n_sizes = len(cells.sizes)
    squares = np.bincount(cells.size, cells.weight * residual**2, minlength=n_sizes)
    of_size = np.bincount(cells.size, cells.weight, minlength=n_sizes)
    spread = np.sqrt(kernel @ squares / (kernel @ of_size))
    return Prediction(curve, quantiles, spread, tuple(coverages))


def _count_below(levels: FloatArray, column: IntArray, value: FloatArray) -> IntArray:
    """Return for each value how many entries of its column, which ascends, are below it."""
    low = np.zeros(len(value), dtype=np.int64)
    high = np.full(len(value), len(levels), dtype=np.int64)
    for _ in range(len(levels).bit_length()):
        middle = np.minimum((low + high) // 2, len(levels) - 1)
        is_below = (levels[middle, column] < value) & (low < high)
        low, high = np.where(is_below, middle + 1, low), np.where(is_below, high, middle)
    return low


def _kernel(grid: FloatArray, log_size: FloatArray) -> FloatArray:
    return np.asarray(np.exp(-(((grid[:, None] - log_size) / BANDWIDTH) ** 2) / 2))


def _quantiles(
    residual: FloatArray, size: IntArray, weight: FloatArray, grid: FloatArray, kernel: FloatArray
) -> _Quantiles:
    """Return the quantiles of residuals in ascending order; ``kernel[j, size]`` weighs a size."""
    tails = (1 - _LEVELS) / 2
    low = np.empty((len(_LEVELS), len(grid)))
    high = np.empty_like(low)
    for j, of_size in enumerate(kernel):
        reached = np.cumsum(of_size[size] * weight)
        reached /= reached[-1]
        low[:, j] = residual[np.searchsorted(reached, tails)]
        at = np.searchsorted(reached, 1 - tails)
        high[:, j] = residual[np.minimum(at, len(residual) - 1)]
    return _Quantiles(grid, low, high)


def _in_bounds(score: FloatArray) -> FloatArray:
    return np.asarray(np.clip(score, _LOWEST_PCT, _HIGHEST_PCT))
