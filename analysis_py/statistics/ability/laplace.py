r"""Newton steps of an ability scale, and the Laplace covariance of its parameters.

Notes
-----
All sums are of arrays with a row per model and a column per benchmark, 0 where there is no score.
What a developer has of its own on a benchmark is integrated out (Woodbury), which joins abilities
within developers only. So either the abilities are eliminated developer by developer, or the two
parameters of each benchmark by themselves; what remains to be inverted is the Schur complement of
those which are fewer.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
from scipy.linalg.lapack import dpotrf, dpotri

from analysis_py.statistics.ability.cells import Cells
from analysis_py.statistics.ability.parameters import (
    Covariance,
    Layout,
    Parameters,
    expected_logits,
)
from analysis_py.statistics.arrays import FloatArray, IntArray

#: No parameter moves further in a step.
_LONGEST_STEP = 1.5


#: Information of the two parameters of each benchmark: of the first, of both, and of the second.
_Three = tuple[FloatArray, FloatArray, FloatArray]


@dataclass(frozen=True)
class System:
    """Gradient and information of W abilities and of the two parameters of each of B benchmarks.

    Of several samples on one design all arrays have a dimension more, which comes first; the shapes
    below leave it out. C conditions hold mean and mean square of the abilities.
    """

    of_ability: FloatArray  # (W,): gradient
    of_intercept: FloatArray  # (B,): gradient
    of_slope: FloatArray  # (B,): gradient, by the logarithm of the slope
    blocks: list[FloatArray]  # information of each developer's own abilities, by Layout.groups
    of_benchmarks: _Three  # (1, B) each: information
    across: FloatArray  # (W, 2B): information of abilities with parameters of benchmarks
    conditions: FloatArray  # (W, C): derivatives
    gap: FloatArray  # (C,): what conditions lack

    @property
    def n_abilities(self) -> int:
        """W."""
        return int(self.across.shape[-2])

    @property
    def n_benchmarks(self) -> int:
        """B."""
        return int(self.across.shape[-1]) // 2

    def without_slopes(self) -> System:
        """Return the system in which slopes stay, and with them the scale."""
        b, (intercept, both, log_slope) = self.n_benchmarks, self.of_benchmarks
        of_intercepts = self.across[..., :b]
        return replace(
            self,
            of_slope=0 * self.of_slope,
            of_benchmarks=(intercept, 0 * both, log_slope),
            across=np.concatenate([of_intercepts, np.zeros_like(of_intercepts)], axis=-1),
            conditions=self.conditions[..., :0],
            gap=self.gap[..., :0],
        )


@dataclass(frozen=True)
class _Tables:
    """What the parts of a system share, with a row per model or developer and B columns.

    Of each model the precision of its scores, and that times its ability; of each developer their
    sums, and how far what it has of its own on a benchmark shrinks.
    """

    precision: FloatArray
    tilted: FloatArray
    residual: FloatArray
    total: FloatArray
    moment: FloatArray
    shrink: FloatArray


class _Free(NamedTuple):
    """Covariances of abilities before the conditions: with benchmarks, and times what is wanted.

    The rest is as :class:`Covariance` has it.
    """

    crossed: FloatArray
    moved: FloatArray
    within: list[FloatArray]
    groups: list[IntArray]
    given: list[FloatArray]
    taken: list[tuple[FloatArray, FloatArray]]


def newton_step(
    cells: Cells,
    layout: Layout,
    state: Parameters,
    logit: FloatArray,
    noise: FloatArray,
    weight: FloatArray,
    fixed_slopes: bool = False,
) -> tuple[Parameters, Covariance, FloatArray]:
    """Return parameters after one constrained step, their covariance, and the largest change.

    Of several samples on one design where the arrays have a dimension more, which comes first.
    """
    system = assemble(cells, layout, state, logit, noise, weight)
    if fixed_slopes:
        system = system.without_slopes()
    free, moved, variance = solve(layout, system)
    steps, covariance = impose_scale(layout, system, free, moved, variance)
    arrived, largest = take_step(state, steps)
    return arrived, covariance, largest


def assemble(
    cells: Cells,
    layout: Layout,
    state: Parameters,
    logit: FloatArray,
    noise: FloatArray,
    weight: FloatArray,
) -> System:
    """Return gradient and information at the state, priors among them."""
    ability, slope = state.ability, state.slope
    tables = _tabulate(cells, layout, state, logit, noise, weight)
    # the prior of abilities has variance 1
    of_ability = _times(tables.residual, slope) - ability
    of_intercept = tables.residual.sum(axis=-2)
    of_slope = slope * _times(tables.residual.mT, ability)
    of_benchmarks = _inform_benchmarks(state, tables, of_slope)
    of_intercept -= (state.intercept - state.intercept_mean) / state.intercept_variance
    of_slope -= (state.log_slope - state.log_slope_mean) / state.log_slope_variance
    # mean 0 and mean square 1 of the abilities, without which the mode collapses
    w = ability.shape[-1]
    return System(
        of_ability=of_ability,
        of_intercept=of_intercept,
        of_slope=of_slope,
        blocks=_inform_developers(layout, slope, tables),
        of_benchmarks=of_benchmarks,
        across=_inform_across(layout, slope, tables),
        conditions=np.stack([np.full_like(ability, 1 / w), 2 * ability / w], axis=-1),
        gap=np.stack([-ability.mean(axis=-1), 1 - (ability**2).mean(axis=-1)], axis=-1),
    )


def _tabulate(
    cells: Cells,
    layout: Layout,
    state: Parameters,
    logit: FloatArray,
    noise: FloatArray,
    weight: FloatArray,
) -> _Tables:
    own_variance = ((1 - state.developer_share) * state.extra)[..., cells.benchmark]
    cell_precision = weight / (own_variance + noise)
    precision = layout.spread(cell_precision)
    residual = layout.spread(cell_precision * (logit - expected_logits(cells, state)))
    tilted = precision * state.ability[..., None]
    total, moment = layout.sums @ precision, layout.sums @ tilted
    shared = (state.developer_share * state.extra)[..., None, :]
    shrink = shared / (1 + shared * total)
    residual -= precision * layout.to_models(shrink * (layout.sums @ residual))
    return _Tables(precision, tilted, residual, total, moment, shrink)


def _inform_benchmarks(state: Parameters, tables: _Tables, of_slope: FloatArray) -> _Three:
    """Return the information of the two parameters of each benchmark."""
    total, moment, shrink = tables.total, tables.moment, tables.shrink
    intercept = (total - shrink * total**2).sum(axis=-2) + 1 / state.intercept_variance
    both = state.slope * (moment - shrink * total * moment).sum(axis=-2)
    curvature = _times(tables.tilted.mT, state.ability) - (shrink * moment**2).sum(axis=-2)
    # a slope near 0 has no curvature but that of its exponential, without which steps go astray
    log_slope = np.maximum(state.slope**2 * curvature, -of_slope) + 1 / state.log_slope_variance
    return intercept[..., None, :], both[..., None, :], log_slope[..., None, :]


def _inform_across(layout: Layout, slope: FloatArray, tables: _Tables) -> FloatArray:
    """Return the information of abilities with the parameters of benchmarks."""
    precision, shrink, slopes = tables.precision, tables.shrink, slope[..., None, :]
    of_totals = precision * layout.to_models(shrink * tables.total)
    of_moments = precision * layout.to_models(shrink * tables.moment)
    with_intercepts = slopes * (precision - of_totals)
    return np.concatenate([with_intercepts, slopes**2 * (tables.tilted - of_moments)], axis=-1)


def _inform_developers(layout: Layout, slope: FloatArray, tables: _Tables) -> list[FloatArray]:
    """Return the information of each developer's own abilities, which what it shares joins."""
    diagonal = _times(tables.precision, slope**2) + 1
    root = tables.precision * layout.to_models(np.sqrt(tables.shrink) * slope[..., None, :])
    blocks = []
    for models in layout.groups:
        of_group, places = root[..., models, :], np.arange(models.shape[1])
        block = of_group @ of_group.mT
        np.negative(block, out=block)
        block[..., places, places] += diagonal[..., models]
        blocks.append(block)
    return blocks


def solve(layout: Layout, system: System) -> tuple[_Free, FloatArray, FloatArray]:
    """Solve without the conditions: of abilities and parameters of benchmarks, eliminate the more.

    Returns
    -------
    free : _Free
    moved : numpy.ndarray, shape (W + 2B, 1 + C)
        The covariance times the gradient and times each condition.
    variance : numpy.ndarray, shape (2, 2B)
        Of the two parameters of each benchmark.
    """
    w, b, across = system.n_abilities, system.n_benchmarks, system.across
    eliminate = _eliminate_benchmarks if w < 2 * b else _eliminate_abilities
    wanted = np.concatenate([system.of_ability[..., None], system.conditions], axis=-1)
    free = eliminate(layout, system.blocks, system.of_benchmarks, across, wanted)
    gradient = np.concatenate([system.of_intercept, system.of_slope], axis=-1)
    moved = free.moved
    moved[..., 0] += _times(free.crossed, gradient)
    rest = -moved.mT @ across
    rest[..., 0, :] += gradient
    moved = np.concatenate([moved, _solve_two(system.of_benchmarks, rest).mT], axis=-2)
    by_two = (*across.shape[:-1], 2, b)
    kept = np.eye(2)[:, :, None] - np.einsum(
        "...wib,...wjb->...jib", across.reshape(by_two), free.crossed.reshape(by_two)
    )
    variance = _solve_two(system.of_benchmarks, kept.reshape(*kept.shape[:-2], 2 * b))
    return free, moved, variance


def impose_scale(
    layout: Layout, system: System, free: _Free, moved: FloatArray, variance: FloatArray
) -> tuple[FloatArray, Covariance]:
    """Return the step on which the conditions hold, shape (W + 2B,), and the covariance there."""
    w, b = system.n_abilities, system.n_benchmarks
    steps, bound = moved[..., 0], moved[..., 1:]
    weighted = bound @ np.linalg.inv(system.conditions.mT @ bound[..., :w, :])
    steps -= _times(weighted, _times(system.conditions.mT, steps[..., :w]) - system.gap)
    of_abilities, of_conditions = weighted[..., :w, :], bound[..., :w, :]
    taken = (weighted[..., w:, :] * bound[..., w:, :]).sum(axis=-1)
    of_both = free.crossed - of_abilities @ bound[..., w:, :].mT
    of_models = np.empty_like(system.of_ability)
    for models, covariances in zip(layout.groups, free.within, strict=True):
        covariances -= of_abilities[..., models, :] @ of_conditions[..., models, :].mT
        of_models[..., models] = np.diagonal(covariances, axis1=-2, axis2=-1)
    taken_of_both = (weighted[..., w : w + b, :] * bound[..., w + b :, :]).sum(axis=-1)
    covariance = Covariance(
        groups=free.groups,
        given=free.given,
        taken=[*free.taken, (of_abilities, of_conditions)],
        within=free.within,
        variance=of_models,
        ability_intercept=of_both[..., :b],
        ability_log_slope=of_both[..., b:],
        intercept=variance[..., 0, :b] - taken[..., :b],
        log_slope=variance[..., 1, b:] - taken[..., b:],
        intercept_log_slope=variance[..., 0, b:] - taken_of_both,
    )
    return steps, covariance


def take_step(state: Parameters, steps: FloatArray) -> tuple[Parameters, FloatArray]:
    """Return the parameters after the step, shortened if it is too long, and its largest part."""
    w, b = state.ability.shape[-1], state.intercept.shape[-1]
    largest = np.abs(steps).max(axis=-1)
    steps = steps * np.minimum(1.0, _LONGEST_STEP / np.maximum(largest, 1e-12))[..., None]
    arrived = replace(
        state,
        ability=state.ability + steps[..., :w],
        intercept=state.intercept + steps[..., w : w + b],
        log_slope=state.log_slope + steps[..., w + b :],
    )
    return arrived, largest


def _eliminate_abilities(
    layout: Layout,
    blocks: list[FloatArray],
    own_information: _Three,
    across: FloatArray,
    wanted: FloatArray,
) -> _Free:
    """Return covariances by inverting what is left for the parameters of benchmarks."""
    drag, given, moved = np.empty_like(across), [], np.empty_like(wanted)
    for models, block in zip(layout.groups, blocks, strict=True):
        given.append(np.asarray(np.linalg.inv(block), dtype=float))
        drag[..., models, :] = given[-1] @ across[..., models, :]
        moved[..., models, :] = given[-1] @ wanted[..., models, :]
    information = across.mT @ drag
    np.negative(information, out=information)
    b = information.shape[-1] // 2
    at, beside = np.arange(b), np.arange(b, 2 * b)
    intercept, both, log_slope = (each[..., 0, :] for each in own_information)
    information[..., at, at] += intercept
    information[..., beside, beside] += log_slope
    information[..., at, beside] += both
    information[..., beside, at] += both
    crossed = drag @ -_inverse(information)
    moved -= crossed @ (across.mT @ moved)
    within = [
        of_group - crossed[..., models, :] @ drag[..., models, :].mT
        for models, of_group in zip(layout.groups, given, strict=True)
    ]
    return _Free(crossed, moved, within, layout.groups, given, [(crossed, drag)])


def _eliminate_benchmarks(
    layout: Layout,
    blocks: list[FloatArray],
    own_information: _Three,
    across: FloatArray,
    wanted: FloatArray,
) -> _Free:
    """Return covariances by inverting what is left for abilities."""
    pulled = _solve_two(own_information, across)
    information = pulled @ across.mT
    np.negative(information, out=information)
    for models, block in zip(layout.groups, blocks, strict=True):
        information[..., models[:, :, None], models[:, None, :]] += block
    inverse = _inverse(information)
    within = [inverse[..., models[:, :, None], models[:, None, :]] for models in layout.groups]
    everyone, given = [np.arange(inverse.shape[-1])[None]], [inverse[..., None, :, :]]
    return _Free(-inverse @ pulled, inverse @ wanted, within, everyone, given, [])


def _times(matrix: FloatArray, vector: FloatArray) -> FloatArray:
    return np.asarray((matrix @ vector[..., None])[..., 0])


def _solve_two(information: _Three, rows: FloatArray) -> FloatArray:
    """Return rows (..., 2B) times the inverse of the information of each benchmark's two."""
    first, both, second = information
    of_first, of_second = np.split(rows, 2, axis=-1)
    solved = [second * of_first - both * of_second, first * of_second - both * of_first]
    return np.concatenate(solved, axis=-1) / np.tile(first * second - both**2, 2)


def _inverse(matrices: FloatArray) -> FloatArray:
    """Return the inverses of positive definite matrices; of one that is not, no numbers."""
    inverse = np.full_like(matrices, np.nan)
    for place in np.ndindex(matrices.shape[:-2]):
        factor, problem = dpotrf(matrices[place].T, lower=True)
        if not problem:
            # the other half is 0
            lower: FloatArray = dpotri(factor, lower=True, overwrite_c=True)[0]
            inverse[place] = lower + lower.T
    places = np.arange(inverse.shape[-1])
    inverse[..., places, places] /= 2
    return inverse
