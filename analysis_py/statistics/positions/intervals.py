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
from analysis_py.statistics.positions.quantiles import (
    CoveredWeights,
    Quantiles,
    size_kernel,
    weighted_quantiles,
)

N_FOLDS = 10
#: Fewer base families tell too little of where the next one lies.
FEWEST_FAMILIES = 20
_N_GRID = 40
_LOWEST_PCT, _HIGHEST_PCT = 0.0, 100.0


@dataclass(frozen=True, kw_only=True)
class Coverage:
    """Coverage of the intervals on families left out, each family of weight one.

    Attributes
    ----------
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
    """Predicted scores by size: a curve, and the quantiles of residuals around it.

    ``held`` has what lay within at each level of the quantiles, of those left out.
    """

    curve: Curve
    quantiles: Quantiles
    spread: FloatArray
    coverages: tuple[Coverage, ...]
    held: CoveredWeights

    def interval(
        self, nominal: float, log_size: FloatArray, groups: Labels | None = None
    ) -> tuple[FloatArray, FloatArray, FloatArray]:
        """Return the expected score and both ends of the interval, in percent."""
        level = next(one.level for one in self.coverages if one.nominal == nominal)
        return self.interval_at(level, log_size, groups)

    def interval_at(
        self, level: float, log_size: FloatArray, groups: Labels | None = None
    ) -> tuple[FloatArray, FloatArray, FloatArray]:
        """Return the same for a level of the quantiles."""
        expected = self.curve.at(log_size, groups)
        low, high = self.quantiles.at(log_size, np.array([level]))
        return expected, _in_bounds(expected + low[0]), _in_bounds(expected + high[0])

    def std_dev(self, log_size: FloatArray) -> FloatArray:
        """Return the standard deviation of families of like size around the curve, in percent."""
        return np.interp(log_size, self.quantiles.grid, self.spread)


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
        units: Labels,
    ) -> _Cells:
        """Assign units to folds and sum up their evaluations."""
        _, family, n_of = np.unique(families, return_inverse=True, return_counts=True)
        weight = 1.0 / n_of[family]
        names, unit = np.unique(units, return_inverse=True)
        fold = (np.random.default_rng(seed).permutation(len(names)) % N_FOLDS)[unit]
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
    units: Labels | None = None,
) -> Prediction:
    """Fit the curve and calibrate the intervals around it."""
    if groups is None:
        groups = np.zeros(len(score), dtype=np.int64)
    units = families if units is None else units
    cells = _Cells.of(log_size, score, families, seed, groups, units)
    curve, curves = cells.curves(shifted)
    residual = score - np.array([cells.at(one) for one in curves])[cells.fold, cells.cell]
    grid = np.linspace(cells.sizes[0], cells.sizes[-1], _N_GRID)
    kernel = size_kernel(grid, cells.sizes)

    order = np.argsort(residual, kind="stable")
    size, weight, fold = cells.size[order], cells.weight[order], cells.fold[order]
    ordered = residual[order]
    # the lowest level whose interval, made without its fold, holds an evaluation
    lowest = np.empty(len(score), dtype=np.int64)
    for k in range(N_FOLDS):
        out = fold == k
        without = weighted_quantiles(ordered[~out], size[~out], weight[~out], grid, kernel)
        lowest[out] = without.lowest_levels(cells.sizes, size[out], ordered[out])

    quantiles = weighted_quantiles(ordered, size, weight, grid, kernel)
    expected = cells.at(curve)
    held = CoveredWeights.by_fold(lowest, weight, fold)
    coverages = []
    for one in nominal:
        level = held.level_for(one)
        low, high = quantiles.at(cells.log_size, np.array([level]))
        width = _in_bounds(expected + high[0]) - _in_bounds(expected + low[0])
        coverages.append(
            Coverage(
                nominal=one,
                level=level,
                coverage_uncalibrated=held.coverage_at(one),
                coverage=held.coverage_across_folds(one),
                median_width_pct=float(np.median(width[cells.cell])),
            )
        )
    n_sizes = len(cells.sizes)
    squares = np.bincount(cells.size, cells.weight * residual**2, minlength=n_sizes)
    of_size = np.bincount(cells.size, cells.weight, minlength=n_sizes)
    spread = np.sqrt(kernel @ squares / (kernel @ of_size))
    return Prediction(curve, quantiles, spread, tuple(coverages), held)


def _in_bounds(score: FloatArray) -> FloatArray:
    return np.asarray(np.clip(score, _LOWEST_PCT, _HIGHEST_PCT))
