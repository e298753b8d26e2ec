"""Parameters of an ability scale, where a fit of them begins, and their derivatives."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import sparse

from analysis_py.statistics.ability.cells import Cells
from analysis_py.statistics.ability.working import kinds_of
from analysis_py.statistics.arrays import BoolArray, FloatArray, IntArray


@dataclass(frozen=True)
class Parameters:
    """Estimates of a fit; one value per model, or per benchmark, or of all."""

    ability: FloatArray
    intercept: FloatArray
    log_slope: FloatArray
    extra: FloatArray
    developer_share: float
    pooling: float
    log_slope_mean: float
    log_slope_variance: float
    intercept_mean: float
    intercept_variance: float

    @property
    def slope(self) -> FloatArray:
        """Logits per unit of ability."""
        return np.exp(self.log_slope)


@dataclass(frozen=True)
class Scale:
    """A fit.

    Attributes
    ----------
    covariance : ndarray, shape (W + 2B, W + 2B)
        Of abilities, intercepts and logarithms of slopes, in this order.
    residual, noise, weight : ndarray, shape (n,)
        Working logit less its expectation; its variance from items; its weight in the tails.
    group : ndarray of int, shape (n,)
        Which developer and benchmark each cell is of: developer times B plus benchmark.
    profile, profile_variance : ndarray, shape (number of developers, B)
        The developer's own part on each benchmark.
    """

    cells: Cells
    parameters: Parameters
    covariance: FloatArray
    residual: FloatArray
    noise: FloatArray
    weight: FloatArray
    profile: FloatArray
    profile_variance: FloatArray
    n_iterations: int
    has_converged: bool


@dataclass(frozen=True)
class Layout:
    """The places of the cells' terms, which no iteration changes."""

    benchmark_of_group: IntArray
    sums: sparse.csr_matrix
    sums_of_several: sparse.csr_matrix
    of_benchmark: FloatArray
    same_developer: BoolArray
    kinds: list[tuple[float, float, IntArray]]


def expected_logits(cells: Cells, state: Parameters) -> FloatArray:
    """Return the expected logit of every cell."""
    slope, ability = state.slope[cells.benchmark], state.ability[cells.model]
    return state.intercept[cells.benchmark] + slope * ability


def lay_out(cells: Cells) -> Layout:
    """Return what no iteration changes."""
    n, n_benchmarks = len(cells.share), len(cells.benchmarks)
    own = cells.developer[cells.model] * n_benchmarks + cells.benchmark
    ids, groups = np.unique(own, return_inverse=True)
    sums = sparse.csr_matrix((np.ones(n), (groups, np.arange(n))), shape=(len(ids), n))
    return Layout(
        benchmark_of_group=ids % n_benchmarks,
        sums=sums,
        sums_of_several=sums[np.bincount(groups) > 1],
        of_benchmark=np.bincount(cells.benchmark, minlength=n_benchmarks).astype(float),
        same_developer=cells.developer[:, None] == cells.developer,
        kinds=kinds_of(cells.n_items, cells.chance),
    )


def starting_parameters(cells: Cells, logit: FloatArray, with_developers: bool) -> Parameters:
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
        developer_share=0.2 * with_developers,
        pooling=0.2 * with_developers,
        log_slope_mean=float(np.log(spread)),
        log_slope_variance=0.1,
        intercept_mean=float(intercept.mean() + centre),
        intercept_variance=float(intercept.var()) + 0.5,
    )


def derivatives(cells: Cells, state: Parameters) -> sparse.csr_matrix:
    """Return derivatives of the expected logits."""
    n, w, b = len(cells.share), len(cells.models), len(cells.benchmarks)
    slope = state.slope[cells.benchmark]
    values = np.column_stack([slope, np.ones(n), slope * state.ability[cells.model]])
    columns = np.column_stack([cells.model, w + cells.benchmark, w + b + cells.benchmark])
    starts = np.arange(0, 3 * n + 1, 3)
    return sparse.csr_matrix((values.ravel(), columns.ravel(), starts), shape=(n, w + 2 * b))
