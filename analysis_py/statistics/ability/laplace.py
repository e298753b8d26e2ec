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

from dataclasses import replace
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
    own_variance = ((1 - state.developer_share) * state.extra)[..., cells.benchmark]
    cell_precision = weight / (own_variance + noise)
    precision = layout.spread(cell_precision)
    residual = layout.spread(cell_precision * (logit - expected_logits(cells, state)))
    slope, ability, sums = state.slope, state.ability, layout.sums
    slopes = slope[..., None, :]
    w, b = precision.shape[-2:]
    tilted = precision * ability[..., None]
    total, moment = sums @ precision, sums @ tilted
    shared = (state.developer_share * state.extra)[..., None, :]
    shrink = shared / (1 + shared * total)
    residual -= precision * layout.to_models(shrink * (sums @ residual))
    # the prior of abilities has variance 1
    of_ability = _times(residual, slope) - ability
    of_intercept, of_slope = residual.sum(axis=-2), slope * _times(residual.mT, ability)
    intercept = (total - shrink * total**2).sum(axis=-2) + 1 / state.intercept_variance
    both = slope * (moment - shrink * total * moment).sum(axis=-2)
    squares = slope**2 * (_times(tilted.mT, ability) - (shrink * moment**2).sum(axis=-2))
    # a slope near 0 has no curvature but that of its exponential, without which steps go astray
    log_slope = np.maximum(squares, -of_slope) + 1 / state.log_slope_variance
    of_intercept -= (state.intercept - state.intercept_mean) / state.intercept_variance
    of_slope -= (state.log_slope - state.log_slope_mean) / state.log_slope_variance
    across = np.empty((*precision.shape[:-1], 2 * b))
    across[..., :b] = slopes * (precision - precision * layout.to_models(shrink * total))
    across[..., b:] = slopes**2 * (tilted - precision * layout.to_models(shrink * moment))
    # mean 0 and mean square 1 of the abilities, without which the mode collapses
    conditions = np.stack([np.full_like(ability, 1 / w), 2 * ability / w], axis=-1)
    gap = np.stack([-ability.mean(axis=-1), 1 - (ability**2).mean(axis=-1)], axis=-1)
    if fixed_slopes:
        across[..., b:], both, of_slope = 0, 0 * both, 0 * of_slope
        conditions, gap = conditions[..., :0], gap[..., :0]
    diagonal = _times(precision, slope**2) + 1
    root = precision * layout.to_models(np.sqrt(shrink) * slopes)
    blocks = []
    for own in layout.groups:
        of_group, places = root[..., own, :], np.arange(own.shape[1])
        blocks.append(-of_group @ of_group.mT)
        blocks[-1][..., places, places] += diagonal[..., own]
    own_information = intercept[..., None, :], both[..., None, :], log_slope[..., None, :]
    # of abilities and parameters of benchmarks, the more are eliminated
    eliminate = _eliminate_benchmarks if w < 2 * b else _eliminate_abilities
    wanted = np.concatenate([of_ability[..., None], conditions], axis=-1)
    free = eliminate(layout, blocks, own_information, across, wanted)
    gradient = np.concatenate([of_intercept, of_slope], axis=-1)
    crossed, moved = free.crossed, free.moved
    moved[..., 0] += _times(crossed, gradient)
    rest = -moved.mT @ across
    rest[..., 0, :] += gradient
    moved = np.concatenate([moved, _solve_two(own_information, rest).mT], axis=-2)
    by_two = (*precision.shape[:-1], 2, b)
    kept = np.eye(2)[:, :, None] - np.einsum(
        "...wib,...wjb->...jib", across.reshape(by_two), crossed.reshape(by_two)
    )
    variance = _solve_two(own_information, kept.reshape(*kept.shape[:-2], 2 * b))
    # the conditions
    steps, bound = moved[..., 0], moved[..., 1:]
    weighted = bound @ np.linalg.inv(conditions.mT @ bound[..., :w, :])
    steps -= _times(weighted, _times(conditions.mT, steps[..., :w]) - gap)
    of_abilities, of_conditions = weighted[..., :w, :], bound[..., :w, :]
    taken = (weighted[..., w:, :] * bound[..., w:, :]).sum(axis=-1)
    of_both = crossed - of_abilities @ bound[..., w:, :].mT
    of_models = np.empty_like(ability)
    for own, covariances in zip(layout.groups, free.within, strict=True):
        covariances -= of_abilities[..., own, :] @ of_conditions[..., own, :].mT
        of_models[..., own] = np.diagonal(covariances, axis1=-2, axis2=-1)
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
        intercept_log_slope=variance[..., 0, b:]
        - (weighted[..., w : w + b, :] * bound[..., w + b :, :]).sum(axis=-1),
    )
    largest = np.abs(steps).max(axis=-1)
    steps *= np.minimum(1.0, _LONGEST_STEP / np.maximum(largest, 1e-12))[..., None]
    arrived = replace(
        state,
        ability=ability + steps[..., :w],
        intercept=state.intercept + steps[..., w : w + b],
        log_slope=state.log_slope + steps[..., w + b :],
    )
    return arrived, covariance, largest


def _eliminate_abilities(
    layout: Layout,
    blocks: list[FloatArray],
    own_information: _Three,
    across: FloatArray,
    wanted: FloatArray,
) -> _Free:
    """Return covariances by inverting what is left for the parameters of benchmarks."""
    drag, given, moved = np.empty_like(across), [], np.empty_like(wanted)
    for own, block in zip(layout.groups, blocks, strict=True):
        given.append(np.asarray(np.linalg.inv(block), dtype=float))
        drag[..., own, :] = given[-1] @ across[..., own, :]
        moved[..., own, :] = given[-1] @ wanted[..., own, :]
    information = -across.mT @ drag
    b = information.shape[-1] // 2
    at, beside = np.arange(b), np.arange(b, 2 * b)
    intercept, both, log_slope = (each[..., 0, :] for each in own_information)
    information[..., at, at] += intercept
    information[..., beside, beside] += log_slope
    information[..., at, beside] += both
    information[..., beside, at] += both
    crossed = -drag @ _inverse(information)
    moved -= crossed @ (across.mT @ moved)
    within = [
        of_group - crossed[..., own, :] @ drag[..., own, :].mT
        for own, of_group in zip(layout.groups, given, strict=True)
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
    information = -pulled @ across.mT
    for own, block in zip(layout.groups, blocks, strict=True):
        information[..., own[:, :, None], own[:, None, :]] += block
    inverse = _inverse(information)
    within = [inverse[..., own[:, :, None], own[:, None, :]] for own in layout.groups]
    everyone, given = [np.arange(inverse.shape[-1])[None]], [inverse[..., None, :, :]]
    return _Free(-inverse @ pulled, inverse @ wanted, within, everyone, given, [])


def _times(matrix: FloatArray, vector: FloatArray) -> FloatArray:
    return np.asarray((matrix @ vector[..., None])[..., 0])


def _solve_two(information: _Three, rows: FloatArray) -> FloatArray:
    """Return rows (..., 2B) times the inverse of the information of each benchmark's two."""
    first, both, second = information
    of_first, of_second = np.split(rows, 2, axis=-1)
    parts = [second * of_first - both * of_second, first * of_second - both * of_first]
    return np.concatenate(parts, axis=-1) / np.tile(first * second - both**2, 2)


def _inverse(matrices: FloatArray) -> FloatArray:
    """Return the inverses of positive definite matrices; of one that is not, no numbers."""
    found = np.full_like(matrices, np.nan)
    for place in np.ndindex(matrices.shape[:-2]):
        factor, problem = dpotrf(matrices[place].T, lower=True)
        if not problem:
            # the other half is 0
            lower: FloatArray = dpotri(factor, lower=True, overwrite_c=True)[0]
            found[place] = lower + lower.T
    places = np.arange(found.shape[-1])
    found[..., places, places] /= 2
    return found
