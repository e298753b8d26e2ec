"""Prediction intervals for models of a new base family, calibrated on families left out.

The residuals of a fit understate how far the next family lies from the curve, and rows of one
family say the same thing many times. So every base family is left out of the fit that judges it
(cross-conformal prediction: Vovk 2015, Annals of Mathematics and Artificial Intelligence 74,
9-28), every family has weight one, and families of similar size count most. What level of quantile
gives the nominal coverage is read off the families left out, and how well that carries over is
measured on families that had no say in it either.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from analysis_py.statistics.arrays import BoolArray, FloatArray, IntArray
from analysis_py.statistics.positions.curve import Curve, fit_curve, place_knots
from analysis_py.statistics.positions.quantiles import (
    CoveredWeights,
    Quantiles,
    size_kernel,
    weighted_quantiles,
)

N_FOLDS = 10
#: Fewer base families tell too little of where the next one lies.
FEWEST_FAMILIES = 20
#: A training type of fewer base families has no curve of its own.
FEWEST_OF_TYPE = 10
#: What stands for a training type that is not known.
NO_TYPE = ""
_N_GRID = 40
_LOWEST_PCT, _HIGHEST_PCT = 0.0, 100.0


@dataclass(frozen=True)
class Evaluations:
    """Evaluations of known size.

    Attributes
    ----------
    log_size, score : numpy.ndarray, shape (n,)
        Natural logarithms of sizes in billions, and scores in percent.
    families, generations, types : numpy.ndarray of int, shape (n,)
        Numbers of base families, of model generations and of training types.
    submitted : numpy.ndarray, shape (n,)
        Days from any origin; NaN where they are not known.
    type_names : sequence of str
        By number; empty where the type has no say.
    """

    log_size: FloatArray
    score: FloatArray
    families: IntArray
    generations: IntArray
    types: IntArray
    submitted: FloatArray
    type_names: Sequence[str] = ()

    def where(self, kept: BoolArray) -> Evaluations:
        """Return some of the evaluations."""
        columns = ("log_size", "score", "families", "generations", "types", "submitted")
        return replace(self, **{name: getattr(self, name)[kept] for name in columns})

    def shifted_types(self) -> dict[int, str]:
        """Return the training types of enough base families, by number: those with a curve."""
        n_families = int(self.families.max()) + 1
        pairs = np.unique(self.types * n_families + self.families)
        counts = np.bincount(pairs // n_families, minlength=len(self.type_names))
        return {
            number: name
            for number, name in enumerate(self.type_names)
            if name != NO_TYPE and counts[number] >= FEWEST_OF_TYPE
        }


@dataclass(frozen=True, kw_only=True)
class Coverage:
    """Coverage of the intervals on families left out, each family of weight one.

    ``level`` of the quantiles gives the nominal coverage; ``coverage`` is at levels found without
    the family, ``coverage_uncalibrated`` at the nominal level.
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

    def level(self, nominal: float) -> float:
        """Return the level of the quantiles that gives a nominal coverage."""
        return next(one.level for one in self.coverages if one.nominal == nominal)

    def interval(
        self, level: float, log_size: FloatArray, types: IntArray
    ) -> tuple[FloatArray, FloatArray]:
        """Return both ends of the interval at a level of the quantiles, in percent."""
        expected = self.curve.at(log_size, types)
        low, high = self.quantiles.at(log_size, np.array([level]))
        return _in_bounds(expected + low[0]), _in_bounds(expected + high[0])

    def std_dev(self, log_size: FloatArray) -> FloatArray:
        """Return the standard deviation of families around the curve, in percent."""
        return np.interp(log_size, self.quantiles.grid, self.spread)


@dataclass(frozen=True)
class _Cells:
    """Evaluations, summed over those of one size and type: a curve knows no more of them.

    Sizes are few and repeat, however many evaluations there are. ``size``, ``cell`` and ``fold``
    are of each evaluation, ``log_size`` and ``groups`` of each cell, ``by_fold`` and ``weighted``
    are sums of weights and of weighted scores, shape (number of folds, number of cells).
    """

    sizes: FloatArray
    size: IntArray
    cell: IntArray
    fold: IntArray
    log_size: FloatArray
    groups: IntArray
    weight: FloatArray
    by_fold: FloatArray
    weighted: FloatArray

    @classmethod
    def from_evaluations(cls, evaluations: Evaluations, units: IntArray, seed: list[int]) -> _Cells:
        """Assign units to folds and sum up their evaluations."""
        _, family, n_of = np.unique(evaluations.families, return_inverse=True, return_counts=True)
        weight = 1.0 / n_of[family]
        names, unit = np.unique(units, return_inverse=True)
        fold = (np.random.default_rng(seed).permutation(len(names)) % N_FOLDS)[unit]
        sizes, size = np.unique(evaluations.log_size, return_inverse=True)
        types, group = np.unique(evaluations.types, return_inverse=True)
        cell = size * len(types) + group
        n_cells = len(sizes) * len(types)

        def summed(values: FloatArray) -> FloatArray:
            sums = np.bincount(fold * n_cells + cell, values, minlength=N_FOLDS * n_cells)
            return np.asarray(sums.reshape(N_FOLDS, n_cells))

        log_size, groups = np.repeat(sizes, len(types)), np.tile(types, len(sizes))
        by_fold, weighted = summed(weight), summed(weight * evaluations.score)
        return cls(sizes, size, cell, fold, log_size, groups, weight, by_fold, weighted)

    def curves(self, shifted: tuple[int, ...]) -> tuple[Curve, list[Curve]]:
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
            return fit_curve(log_size, mean, cells[filled], knots, groups, shifted)

        return without(-1), [without(k) for k in range(N_FOLDS)]

    def at(self, curve: Curve) -> FloatArray:
        """Return the score of each cell expected from a curve."""
        return curve.at(self.log_size, self.groups)


def predict_new_families(
    evaluations: Evaluations,
    nominal: tuple[float, ...],
    seed: list[int],
    units: IntArray | None = None,
) -> Prediction:
    """Fit the curve and calibrate the intervals around it; units are left out together.

    By default at least :data:`FEWEST_FAMILIES` base families.
    """
    score = evaluations.score
    cells = _Cells.from_evaluations(
        evaluations, evaluations.families if units is None else units, seed
    )
    curve, curves = cells.curves(tuple(evaluations.shifted_types()))
    residual = score - np.array([cells.at(one) for one in curves])[cells.fold, cells.cell]
    grid = np.linspace(cells.sizes[0], cells.sizes[-1], _N_GRID)
    kernel = size_kernel(grid, cells.sizes)

    order = np.argsort(residual, kind="stable")
    size, weight, fold = cells.size[order], cells.weight[order], cells.fold[order]
    ordered, weights = residual[order], kernel[:, size] * weight
    # the lowest level whose interval, made without its fold, holds an evaluation
    lowest = np.empty(len(score), dtype=np.int64)
    for k in range(N_FOLDS):
        out, kept = np.flatnonzero(fold == k), np.flatnonzero(fold != k)
        without = weighted_quantiles(ordered[kept], weights.take(kept, axis=1), grid)
        lowest[out] = without.lowest_levels(cells.sizes, size[out], ordered[out])

    quantiles = weighted_quantiles(ordered, weights, grid)
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
