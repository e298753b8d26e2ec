"""Where a model of a new base family will score: intervals calibrated on families left out.

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
from numpy.typing import NDArray

from analysis_py.positions.curve import Curve, fit_curve

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

N_FOLDS = 10
#: Fewer base families tell too little of where the next one lies.
FEWEST_FAMILIES = 20
#: Width of the Gaussian window of sizes, a factor of 2.2 either way.
BANDWIDTH = 0.35 * np.log(10)
_N_GRID = 40
# Levels whose quantiles are tried; the last is the whole range.
_LEVELS = 1 - np.geomspace(0.6, 1e-4, 120)
_LOWEST_PCT, _HIGHEST_PCT = 0.0, 100.0


@dataclass(frozen=True)
class Coverage:
    """How often families left out lie within the intervals, each family of weight one.

    Attributes
    ----------
    nominal : float
    level : float
        Of the quantiles that give the nominal coverage.
    uncalibrated, calibrated : float
        Coverage of quantiles at the nominal level, and at levels found without the family.
    median_width_pct : float
        In percent.
    """

    nominal: float
    level: float
    uncalibrated: float
    calibrated: float
    median_width_pct: float


@dataclass(frozen=True)
class Prediction:
    """What is expected at a size: a curve, and the quantiles of residuals around it."""

    curve: Curve
    quantiles: _Quantiles
    spread: Floats
    coverages: tuple[Coverage, ...]

    def interval(
        self, nominal: float, log_size: Floats, groups: NDArray[np.object_] | None = None
    ) -> tuple[Floats, Floats, Floats]:
        """Return the expected score and both ends of the interval, in percent."""
        coverage = next(one for one in self.coverages if one.nominal == nominal)
        expected = self.curve.at(log_size, groups)
        low, high = self.quantiles.at(log_size, np.array([coverage.level]))
        return expected, _in_bounds(expected + low[0]), _in_bounds(expected + high[0])

    def std_dev(self, log_size: Floats) -> Floats:
        """Return the standard deviation of families of like size around the curve, in percent."""
        return np.interp(log_size, self.quantiles.grid, self.spread)


@dataclass(frozen=True)
class _Quantiles:
    """Weighted quantiles of residuals, by level and size: both ends of central intervals."""

    grid: Floats
    low: Floats
    high: Floats

    def at(self, log_size: Floats, levels: Floats) -> tuple[Floats, Floats]:
        """Return both ends, shape (number of levels, number of sizes)."""
        return self._between(self.low, log_size, levels), self._between(self.high, log_size, levels)

    def _between(self, ends: Floats, log_size: Floats, levels: Floats) -> Floats:
        at = np.interp(levels, _LEVELS, np.arange(len(_LEVELS), dtype=float))
        below = np.floor(at).astype(int)
        above = np.minimum(below + 1, len(_LEVELS) - 1)
        share = (at - below)[:, None]
        by_level = (1 - share) * ends[below] + share * ends[above]
        # many evaluations share one size, and all levels of a size its place on the grid
        sizes, place = np.unique(
            np.clip(log_size, self.grid[0], self.grid[-1]), return_inverse=True
        )
        left = np.clip(np.searchsorted(self.grid, sizes, side="right") - 1, 0, len(self.grid) - 2)
        along = (sizes - self.grid[left]) / (self.grid[left + 1] - self.grid[left])
        by_size = by_level[:, left] * (1 - along) + by_level[:, left + 1] * along
        return np.asarray(by_size[:, place])


@dataclass(frozen=True)
class _Held:
    """What weight of evaluations lies in the intervals of each level, by the fold they are of.

    Attributes
    ----------
    by_level : numpy.ndarray, shape (number of levels, number of folds)
    total : numpy.ndarray, shape (number of folds,)
        Weight of all evaluations of the fold.
    """

    by_level: Floats
    total: Floats

    @classmethod
    def by_fold(cls, within: NDArray[np.bool_], weight: Floats, fold: Ints) -> _Held:
        """Sum weights; ``within[l, i]``: whether evaluation i is in the interval of level l."""
        of_fold = (fold[:, None] == np.arange(N_FOLDS)) * weight[:, None]
        return cls(within.astype(float) @ of_fold, of_fold.sum(axis=0))

    def covered(self, without: int | None = None) -> Floats:
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

    def honestly(self, nominal: float) -> float:
        """Return the coverage where each fold's level is found on the other folds."""
        held = [
            float(np.interp(self.level_for(nominal, without=k), _LEVELS, self.by_level[:, k]))
            for k in range(len(self.total))
            if self.total[k] > 0
        ]
        return sum(held) / float(self.total.sum())


def predict_new_families(
    log_size: Floats,
    score: Floats,
    families: NDArray[np.object_],
    nominal: tuple[float, ...],
    seed: list[int],
    groups: NDArray[np.object_] | None = None,
    shifted: tuple[str, ...] = (),
) -> Prediction:
    """Fit the curve and calibrate the intervals around it.

    Parameters
    ----------
    log_size, score : numpy.ndarray, shape (n,)
        Natural logarithms of sizes in billions, and scores in percent.
    families : numpy.ndarray of str, shape (n,)
        Base families, at least :data:`FEWEST_FAMILIES` of them.
    nominal : tuple of float
        Coverages wanted.
    seed : list of int
        Of the assignment of families to folds.
    groups : numpy.ndarray of str, shape (n,), optional
        What shifts the curve.
    shifted : tuple of str
        The groups with a shift of their own.

    Returns
    -------
    Prediction
    """
    _, family, n_of = np.unique(families, return_inverse=True, return_counts=True)
    weight = 1.0 / n_of[family]
    fold_of_family = np.random.default_rng(seed).permutation(len(n_of)) % N_FOLDS
    fold = fold_of_family[family]
    grid = np.linspace(log_size.min(), log_size.max(), _N_GRID)

    residual = np.empty_like(score)
    for k in range(N_FOLDS):
        out = fold == k
        part = None if groups is None else groups[~out]
        curve = fit_curve(log_size[~out], score[~out], weight[~out], part, shifted)
        residual[out] = score[out] - curve.at(
            log_size[out], None if groups is None else groups[out]
        )

    # within[l, i]: whether evaluation i lies in the interval of level l, made without its fold
    within = np.empty((len(_LEVELS), len(score)), dtype=bool)
    for k in range(N_FOLDS):
        out = fold == k
        apart = _quantiles(log_size[~out], residual[~out], weight[~out], grid)
        low, high = apart.at(log_size[out], _LEVELS)
        within[:, out] = (low <= residual[out]) & (residual[out] <= high)

    curve = fit_curve(log_size, score, weight, groups, shifted)
    quantiles = _quantiles(log_size, residual, weight, grid)
    expected = curve.at(log_size, groups)
    held = _Held.by_fold(within, weight, fold)
    coverages = []
    for one in nominal:
        level = held.level_for(one)
        low, high = quantiles.at(log_size, np.array([level]))
        width = _in_bounds(expected + high[0]) - _in_bounds(expected + low[0])
        coverages.append(
            Coverage(
                nominal=one,
                level=level,
                uncalibrated=float(np.interp(one, _LEVELS, held.covered())),
                calibrated=held.honestly(one),
                median_width_pct=float(np.median(width)),
            )
        )
    kernel = _kernel(grid, log_size) * weight
    spread = np.sqrt(kernel @ residual**2 / kernel.sum(axis=1))
    return Prediction(curve, quantiles, spread, tuple(coverages))


def _kernel(grid: Floats, log_size: Floats) -> Floats:
    return np.asarray(np.exp(-(((grid[:, None] - log_size) / BANDWIDTH) ** 2) / 2))


def _quantiles(log_size: Floats, residual: Floats, weight: Floats, grid: Floats) -> _Quantiles:
    order = np.argsort(residual, kind="stable")
    ordered = residual[order]
    share = np.cumsum(_kernel(grid, log_size[order]) * weight[order], axis=1)
    share /= share[:, -1:]
    tails = (1 - _LEVELS) / 2
    low = np.empty((len(_LEVELS), len(grid)))
    high = np.empty_like(low)
    for j, reached in enumerate(share):
        low[:, j] = ordered[np.searchsorted(reached, tails)]
        at = np.searchsorted(reached, 1 - tails)
        high[:, j] = ordered[np.minimum(at, len(ordered) - 1)]
    return _Quantiles(grid, low, high)


def _in_bounds(score: Floats) -> Floats:
    return np.asarray(np.clip(score, _LOWEST_PCT, _HIGHEST_PCT))
