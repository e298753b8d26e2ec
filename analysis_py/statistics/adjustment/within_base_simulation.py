r"""Type I error rates of comparisons within base families, by simulation on their own bases.

In units of the residual variance, the difference of the types in base c has variance
:math:`\theta + 1 / w_c` (:mod:`analysis_py.statistics.adjustment.within_base`), so a sample is one
number per base and one sum of squares. The ratio θ of the mixed model is searched on a grid, whose
weights all samples share. The contribution of the bases' means to the residual variance is left
out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import special

from analysis_py.statistics.adjustment.within_base import (
    BaseSums,
    MixedFit,
    difference_regression,
)
from analysis_py.statistics.clustered.null_model import Noise, draw_noise
from analysis_py.statistics.clustered.regression import ClusteredRegression

Array = NDArray[np.float64]

#: Ratios of the variance of differences between bases to that of one base's difference.
_RATIOS = np.concatenate([[0.0], np.logspace(-2, 3, 41)])


@dataclass(frozen=True)
class _Design:
    """The quantities common to all samples of some bases, at g ratios θ.

    ``weight`` (k,) and ``df_residual`` describe the bases; ``ratio`` (g,) holds θ, and
    ``precision`` (g, k) 1 / (θ + 1 / w).
    """

    weight: Array
    df_residual: int
    regression: ClusteredRegression
    ratio: Array
    precision: Array

    @classmethod
    def from_sums(cls, sums: BaseSums) -> _Design:
        """Work it out."""
        weight = sums.weight
        ratio = _RATIOS * float(np.mean(1 / weight))
        precision = 1 / (ratio[:, None] + 1 / weight)
        return cls(weight, sums.df_residual, difference_regression(weight), ratio, precision)

    def nearest(self, mixed: MixedFit) -> int:
        """Return the position of the ratio nearest to that of a fit."""
        theta = (mixed.effect_sd / mixed.residual_sd) ** 2
        apart = np.abs(np.log(self.ratio[1:]) - np.log(max(theta, self.ratio[1] / 10)))
        return 0 if theta < self.ratio[1] / 2 else int(apart.argmin()) + 1


class WithinBaseSimulation:
    """Simulate error rates of designs, each design once.

    Parameters
    ----------
    largest : int
        Largest number of bases of a design.
    significance_level : float
        Of each test.
    """

    def __init__(
        self, largest: int, n_simulations: int, seed: int, significance_level: float
    ) -> None:
        self.n_simulations = n_simulations
        self._noise = draw_noise(largest, n_simulations, seed)
        self._significance_level = significance_level
        self._designs: dict[tuple[bytes, int], _Design] = {}
        self._known: dict[tuple[bytes, int, int], tuple[float, float]] = {}

    def type1_errors(self, sums: BaseSums, mixed: MixedFit) -> tuple[float, float]:
        """Return the rejection rates of fixed effects and the mixed model on a pair's bases."""
        bases = sums.weight.tobytes(), sums.df_residual
        if bases not in self._designs:
            self._designs[bases] = _Design.from_sums(sums)
        design = self._designs[bases]
        true = design.nearest(mixed)
        if (*bases, true) not in self._known:
            self._known[*bases, true] = _rates(design, true, self._noise, self._significance_level)
        return self._known[*bases, true]


def _rates(
    design: _Design, true: int, noise: Noise, significance_level: float
) -> tuple[float, float]:
    # one number per base: the sum of its effect and its error
    scale = np.sqrt(design.precision[true])[:, None]
    difference = noise.normal[: len(scale)] / scale
    within = noise.chi_squared(float(design.df_residual))
    best, at = _fitted(design, difference, within)
    df = _satterthwaite(design, difference, within, best, at)
    fixed = design.regression.fit(difference)
    variance = design.regression.cr2_variance(fixed.residual)[0]
    fixed_df = design.regression.df_correlated(design.ratio)[0, best]

    def rate(estimate: Array, variance: Array, df: Array) -> float:
        # no test without a variance
        t = np.divide(estimate, np.sqrt(variance), out=np.zeros_like(estimate), where=variance > 0)
        return float((2 * special.stdtr(df, -np.abs(t)) < significance_level).mean())

    return rate(fixed.estimate[0], variance, fixed_df), rate(at["mean"], at["variance"], df)


def _fitted(
    design: _Design, difference: Array, within: Array
) -> tuple[NDArray[np.int64], Mapping[str, Array]]:
    """Return, for each sample, the position of its ratio by REML, the mean, its variance and σ²."""
    total = design.precision.sum(axis=1)[:, None]
    crossed = design.precision @ difference
    squares = design.precision @ difference**2 - crossed**2 / total + within
    df = design.df_residual + len(design.weight) - 1
    log_determinant = np.log(total[:, 0]) - np.log(design.precision).sum(axis=1)
    best = (squares * np.exp(log_determinant / df)[:, None]).argmin(axis=0)
    samples = np.arange(len(best))
    residual = squares[best, samples] / df
    total_best = total[best, 0]
    return best, {
        "mean": crossed[best, samples] / total_best,
        "variance": residual / total_best,
        "residual": residual,
    }


def _satterthwaite(
    design: _Design,
    difference: Array,
    within: Array,
    best: NDArray[np.int64],
    at: Mapping[str, Array],
) -> Array:
    """Return degrees of freedom from the second derivatives of minus twice the likelihood.

    By both variances; if that between bases is 0, by the residual variance only.
    """
    residual, variance = at["residual"], at["variance"]
    precision = design.precision[best].T / residual
    left = difference - at["mean"]
    by_base = (2 * precision * (left**2 + variance) - 1) * precision**2
    by_mean, by_total = left * precision**2, precision**2
    by_variance = np.stack([np.ones_like(design.weight), 1 / design.weight])
    curvature = (by_variance[:, None] * by_variance).reshape(4, -1) @ by_base
    curvature = curvature.reshape(2, 2, -1)
    for part, factor in ((by_mean, 2 * variance), (by_total, variance**2)):
        summed = by_variance @ part
        curvature -= factor * summed[:, None] * summed[None, :]
    curvature[1, 1] += (2 * within / residual - design.df_residual) / residual**2
    (a, b), (_, c) = curvature
    x, y = variance**2 * (by_variance @ by_total)
    determinant = a * c - b**2
    is_told = (best > 0) & (a > 0) & (determinant > 0)
    df = np.full(len(best), float(design.df_residual + len(design.weight) - 1))
    spread = 2 * (c * x**2 - 2 * b * x * y + a * y**2)
    np.divide(2 * variance**2 * determinant, spread, out=df, where=is_told & (spread > 0))
    return df
