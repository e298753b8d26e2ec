"""Parameters of an ability scale, where a fit of them begins, and their derivatives."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from analysis_py.statistics.ability.cells import Cells
from analysis_py.statistics.ability.working import MomentTables, tabulate_moments
from analysis_py.statistics.arrays import BoolArray, FloatArray, IntArray

#: What is one value of all.
_OF_ALL = (
    "developer_share",
    "log_slope_mean",
    "log_slope_variance",
    "intercept_mean",
    "intercept_variance",
)


@dataclass(frozen=True)
class Parameters:
    """Estimates of a fit; one value per model, or per benchmark, or of all.

    Of several samples on one design, arrays have a row each, and what is one value has one column.
    """

    ability: FloatArray
    intercept: FloatArray
    log_slope: FloatArray
    extra: FloatArray
    developer_share: Any
    log_slope_mean: Any
    log_slope_variance: Any
    intercept_mean: Any
    intercept_variance: Any

    @property
    def slope(self) -> FloatArray:
        """Logits per unit of ability."""
        return np.exp(self.log_slope)

    def of_some(self, kept: BoolArray) -> Parameters:
        """Return the parameters of some samples."""
        return replace(self, **{name: value[kept] for name, value in vars(self).items()})

    def of_one(self, sample: int) -> Parameters:
        """Return the parameters of one sample."""
        values = {name: value[sample] for name, value in vars(self).items()}
        return replace(self, **values | {name: float(values[name][0]) for name in _OF_ALL})


@dataclass(frozen=True)
class Points:
    """A scale of points: each model's, and those of draws, shape (n_draws, number of models)."""

    name: str
    per_unit: float
    zero: float
    value: FloatArray
    draws: FloatArray

    def read(self, ability: FloatArray) -> FloatArray:
        """Return calibrated abilities in points."""
        return self.zero + self.per_unit * ability


@dataclass(frozen=True)
class Covariance:
    """Covariances of W abilities, and of them with the two parameters of each of B benchmarks.

    ``within`` are those of each developer's own abilities, by :attr:`Layout.groups`. Those of all
    are ``given`` ones of ``groups`` of models, less the products of each two of ``taken``. With
    abilities (W, B), and of one benchmark (B,).
    """

    groups: list[IntArray]
    given: list[FloatArray]
    taken: list[tuple[FloatArray, FloatArray]]
    within: list[FloatArray]
    variance: FloatArray
    ability_intercept: FloatArray
    ability_log_slope: FloatArray
    intercept: FloatArray
    log_slope: FloatArray
    intercept_log_slope: FloatArray

    def of_one(self, sample: int) -> Covariance:
        """Return the covariances of one sample."""

        def part(value: Any) -> Any:
            return list(map(part, value)) if isinstance(value, list | tuple) else value[sample]

        values = {name: part(value) for name, value in vars(self).items() if name != "groups"}
        return replace(self, **values)

    @property
    def ability(self) -> FloatArray:
        """Return the covariances of all abilities, shape (W, W)."""
        left, right = (np.hstack(each) for each in zip(*self.taken, strict=True))
        covariance = -left @ right.T
        for models, given in zip(self.groups, self.given, strict=True):
            covariance[models[:, :, None], models[:, None, :]] += given
        return np.asarray((covariance + covariance.T) / 2)

    def of_logits(self, state: Parameters, model: IntArray, benchmark: IntArray) -> FloatArray:
        """Return the variances of the expected logits of models on benchmarks."""
        slope = state.slope[..., benchmark]
        tilt = slope * state.ability[..., model]
        variance = slope**2 * self.variance[..., model] + self.intercept[..., benchmark]
        variance += 2 * slope * self.ability_intercept[..., model, benchmark]
        variance += tilt * (
            tilt * self.log_slope[..., benchmark]
            + 2 * self.intercept_log_slope[..., benchmark]
            + 2 * slope * self.ability_log_slope[..., model, benchmark]
        )
        return variance


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
    are models by developer, shape (number of developers, number of models), developers of equally
    many models together.
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
        table = np.zeros((*values.shape[:-1], len(self.developer), len(self.of_benchmark)))
        table[..., self.model, self.benchmark] = values
        return table

    def to_models(self, values: FloatArray) -> FloatArray:
        """Return values of developers and benchmarks by model and benchmark."""
        return np.take(values, self.developer, axis=-2)


def expected_logits(cells: Cells, state: Parameters) -> FloatArray:
    """Return the expected logit of every cell."""
    slope, ability = state.slope[..., cells.benchmark], state.ability[..., cells.model]
    return state.intercept[..., cells.benchmark] + slope * ability


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


def starting_parameters(layout: Layout, logit: FloatArray) -> Parameters:
    """Return abilities and intercepts of equal slopes, by turns, of samples of logits."""
    is_cell, logits = layout.spread(np.ones(len(layout.model))), layout.spread(logit)
    of_model, of_benchmark = logits.sum(axis=-1), logits.sum(axis=-2)
    ability = np.zeros_like(of_model)
    for _ in range(30):
        intercept = (of_benchmark - ability @ is_cell) / np.maximum(layout.of_benchmark, 1)
        ability = (of_model - intercept @ is_cell.T) / (is_cell.sum(axis=1) + 1)
    centre, spread = (moment(ability, axis=-1, keepdims=True) for moment in (np.mean, np.std))
    spread = np.maximum(spread, 1e-3)
    everywhere = np.ones_like(intercept)
    return Parameters(
        ability=(ability - centre) / spread,
        intercept=intercept + centre,
        log_slope=everywhere * np.log(spread),
        extra=0.3 * everywhere,
        developer_share=0.2 * np.ones_like(centre),
        log_slope_mean=np.log(spread),
        log_slope_variance=0.1 * np.ones_like(centre),
        intercept_mean=intercept.mean(axis=-1, keepdims=True) + centre,
        intercept_variance=intercept.var(axis=-1, keepdims=True) + 0.5,
    )
