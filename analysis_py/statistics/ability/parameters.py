"""Parameters of an ability scale, where a fit of them begins, and their derivatives."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from analysis_py.statistics.ability.cells import Cells
from analysis_py.statistics.ability.working import MomentTables, tabulate_moments
from analysis_py.statistics.arrays import FloatArray, IntArray


@dataclass(frozen=True)
class Parameters:
    """Estimates of a fit; one value per model, or per benchmark, or of all."""

    ability: FloatArray
    intercept: FloatArray
    log_slope: FloatArray
    extra: FloatArray
    developer_share: float
    log_slope_mean: float
    log_slope_variance: float
    intercept_mean: float
    intercept_variance: float

    @property
    def slope(self) -> FloatArray:
        """Logits per unit of ability."""
        return np.exp(self.log_slope)


@dataclass(frozen=True)
class Covariance:
    """Covariances of W abilities, and of them with the two parameters of each of B benchmarks.

    ``groups`` are models by developer, shape (number of developers, number of models), developers
    of equally many models together; ``given`` of each group the covariances within developers given
    the benchmarks. The product of ``left`` and ``right`` (W, 2B + 2) is what benchmarks and the
    conditions on abilities take from that. With abilities (W, B), and of one benchmark (B,).
    """

    groups: list[IntArray]
    given: list[FloatArray]
    left: FloatArray
    right: FloatArray
    ability_intercept: FloatArray
    ability_log_slope: FloatArray
    intercept: FloatArray
    log_slope: FloatArray
    intercept_log_slope: FloatArray

    @cached_property
    def within(self) -> list[FloatArray]:
        """Return, of each group, the covariances of abilities within developers."""
        return [
            given - self.left[own] @ self.right[own].swapaxes(1, 2)
            for own, given in zip(self.groups, self.given, strict=True)
        ]

    @property
    def ability(self) -> FloatArray:
        """Return the covariances of all abilities, shape (W, W)."""
        found = -self.left @ self.right.T
        for own, given in zip(self.groups, self.given, strict=True):
            found[own[:, :, None], own[:, None, :]] += given
        return (found + found.T) / 2

    @cached_property
    def variance(self) -> FloatArray:
        """Return the variance of each ability."""
        found = np.empty(len(self.left))
        for own, within in zip(self.groups, self.within, strict=True):
            found[own] = np.diagonal(within, axis1=1, axis2=2)
        return found

    def of_logits(self, state: Parameters) -> FloatArray:
        """Return the variance of the expected logit of each model on each benchmark."""
        slope = state.slope
        tilt = slope * state.ability[:, None]
        found = slope**2 * self.variance[:, None] + self.intercept
        found += tilt * (tilt * self.log_slope + 2 * self.intercept_log_slope)
        found += 2 * slope * (self.ability_intercept + tilt * self.ability_log_slope)
        return found


@dataclass(frozen=True)
class Scale:
    """A fit.

    Of the n cells: the working logit less its expectation, its variance from items, and its weight
    in the tails. Of developers and benchmarks: the developer's own part, and its variance.
    """

    cells: Cells
    parameters: Parameters
    covariance: Covariance
    residual: FloatArray
    noise: FloatArray
    weight: FloatArray
    profile: FloatArray
    profile_variance: FloatArray
    n_iterations: int
    has_converged: bool


@dataclass(frozen=True)
class Layout:
    """The places of the cells' terms, which no iteration changes.

    ``sums``, shape (number of developers, W), is 1 where the model is the developer's; ``groups``
    are as in :class:`Covariance`.
    """

    model: IntArray
    benchmark: IntArray
    developer: IntArray
    sums: FloatArray
    of_benchmark: FloatArray
    groups: list[IntArray]
    moments: MomentTables

    def spread(self, values: FloatArray) -> FloatArray:
        """Return values of cells by model and benchmark, 0 elsewhere."""
        found = np.zeros((len(self.developer), len(self.of_benchmark)))
        found[self.model, self.benchmark] = values
        return found


def expected_logits(cells: Cells, state: Parameters) -> FloatArray:
    """Return the expected logit of every cell."""
    slope, ability = state.slope[cells.benchmark], state.ability[cells.model]
    return state.intercept[cells.benchmark] + slope * ability


def lay_out(cells: Cells) -> Layout:
    """Return what no iteration changes."""
    sums = (np.arange(len(cells.developers))[:, None] == cells.developer).astype(float)
    n_of_developer = np.bincount(cells.developer)[cells.developer]
    by_developer = np.argsort(cells.developer, kind="stable")
    return Layout(
        model=cells.model,
        benchmark=cells.benchmark,
        developer=cells.developer,
        sums=sums,
        of_benchmark=np.bincount(cells.benchmark, minlength=len(cells.benchmarks)).astype(float),
        groups=[
            by_developer[n_of_developer[by_developer] == n].reshape(-1, n)
            for n in np.unique(n_of_developer)
        ],
        moments=tabulate_moments(cells.n_items, cells.chance),
    )


def starting_parameters(cells: Cells, logit: FloatArray) -> Parameters:
    """Return abilities and intercepts of equal slopes, by turns."""
    n_models, n_benchmarks = len(cells.models), len(cells.benchmarks)
    of_model = np.bincount(cells.model, minlength=n_models)
    of_benchmark = np.bincount(cells.benchmark, minlength=n_benchmarks)
    ability, intercept = np.zeros(n_models), np.zeros(n_benchmarks)
    for _ in range(30):
        rest = logit - ability[cells.model]
        intercept = np.bincount(cells.benchmark, rest, n_benchmarks) / np.maximum(of_benchmark, 1)
        rest = logit - intercept[cells.benchmark]
        ability = np.bincount(cells.model, rest, n_models) / (of_model + 1)
    centre, spread = ability.mean(), max(float(ability.std()), 1e-3)
    return Parameters(
        ability=(ability - centre) / spread,
        intercept=intercept + centre,
        log_slope=np.full(n_benchmarks, np.log(spread)),
        extra=np.full(n_benchmarks, 0.3),
        developer_share=0.2,
        log_slope_mean=float(np.log(spread)),
        log_slope_variance=0.1,
        intercept_mean=float(intercept.mean() + centre),
        intercept_variance=float(intercept.var()) + 0.5,
    )
