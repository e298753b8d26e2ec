r"""Newton steps of an ability scale, and the Laplace covariance of its parameters.

Notes
-----
All sums are of arrays with a row per model and a column per benchmark, 0 where there is no score.
What a developer has of its own on a benchmark is integrated out (Woodbury), which joins abilities
within developers only: the abilities are eliminated developer by developer, and what remains to be
inverted is the Schur complement of the benchmarks' two parameters each.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from scipy.linalg.lapack import dpotrf, dpotri

from analysis_py.statistics.ability.cells import Cells
from analysis_py.statistics.ability.parameters import (
    Covariance,
    Layout,
    Parameters,
    expected_logits,
)
from analysis_py.statistics.arrays import FloatArray

#: No parameter moves further in a step.
_LONGEST_STEP = 1.5


def newton_step(
    cells: Cells,
    layout: Layout,
    state: Parameters,
    logit: FloatArray,
    noise: FloatArray,
    weight: FloatArray,
    fixed_slopes: bool = False,
) -> tuple[Parameters, Covariance, float]:
    """Return parameters after one constrained step, their covariance, and the largest change."""
    cell_precision = weight / ((1 - state.developer_share) * state.extra[cells.benchmark] + noise)
    precision = layout.spread(cell_precision)
    residual = layout.spread(cell_precision * (logit - expected_logits(cells, state)))
    slope, ability, of, sums = state.slope, state.ability, layout.developer, layout.sums
    w, b = precision.shape
    tilted = precision * ability[:, None]
    total, moment = sums @ precision, sums @ tilted
    shared = state.developer_share * state.extra
    shrink = shared / (1 + shared * total)
    drawn = precision * shrink[of]
    residual -= drawn * (sums @ residual)[of]
    # the prior of abilities has variance 1
    of_ability = residual @ slope - ability
    of_intercept, of_slope = residual.sum(axis=0), slope * (ability @ residual)
    intercept = (total - shrink * total**2).sum(axis=0) + 1 / state.intercept_variance
    both = slope * (moment - shrink * total * moment).sum(axis=0)
    squares = slope**2 * (ability @ tilted - (shrink * moment**2).sum(axis=0))
    # a slope near 0 has no curvature but that of its exponential, without which steps go astray
    log_slope = np.maximum(squares, -of_slope) + 1 / state.log_slope_variance
    of_intercept -= (state.intercept - state.intercept_mean) / state.intercept_variance
    of_slope -= (state.log_slope - state.log_slope_mean) / state.log_slope_variance
    across = np.hstack(
        [slope * (precision - drawn * total[of]), slope**2 * (tilted - drawn * moment[of])]
    )
    # mean 0 and mean square 1 of the abilities, without which the mode collapses
    conditions = np.column_stack([np.full(w, 1 / w), 2 * ability / w])
    gap = np.array([-ability.mean(), 1 - (ability**2).mean()])
    if fixed_slopes:
        across[:, b:], both, of_slope = 0, 0 * both, 0 * of_slope
        conditions, gap = conditions[:, :0], gap[:0]
    # abilities given the benchmarks
    diagonal = precision @ slope**2 + 1
    root = precision * np.sqrt(shrink)[of] * slope
    sides = np.column_stack([across, of_ability, conditions])
    solved, given = np.empty_like(sides), []
    for own in layout.groups:
        block = -root[own] @ root[own].swapaxes(1, 2)
        places = np.arange(own.shape[1])
        block[:, places, places] += diagonal[own]
        given.append(np.asarray(np.linalg.inv(block), dtype=float))
        solved[own] = given[-1] @ sides[own]
    drag, step, of_conditions = np.split(solved, [2 * b, 2 * b + 1], axis=1)
    # benchmarks
    information = -across.T @ drag
    at, beside = np.arange(b), np.arange(b, 2 * b)
    information[at, at] += intercept
    information[beside, beside] += log_slope
    information[at, beside] += both
    information[beside, at] += both
    inverse = _inverse(information)
    if fixed_slopes:
        inverse[beside, beside] = 0
    crossed = -drag @ inverse
    steps = inverse @ (np.r_[of_intercept, of_slope] - across.T @ step[:, 0])
    steps = np.r_[step[:, 0] - drag @ steps, steps]
    # the conditions
    pull = across.T @ of_conditions
    bound = np.vstack([of_conditions - crossed @ pull, -inverse @ pull])
    weighted = bound @ np.linalg.inv(conditions.T @ bound[:w])
    steps -= weighted @ (conditions.T @ steps[:w] - gap)
    taken = weighted * bound
    covariance = Covariance(
        groups=layout.groups,
        given=given,
        left=np.hstack([crossed, weighted[:w]]),
        right=np.hstack([drag, bound[:w]]),
        ability_intercept=crossed[:, :b] - weighted[:w] @ bound[w : w + b].T,
        ability_log_slope=crossed[:, b:] - weighted[:w] @ bound[w + b :].T,
        intercept=inverse[at, at] - taken[w : w + b].sum(axis=1),
        log_slope=inverse[beside, beside] - taken[w + b :].sum(axis=1),
        intercept_log_slope=inverse[at, beside]
        - (weighted[w : w + b] * bound[w + b :]).sum(axis=1),
    )
    largest = float(np.abs(steps).max())
    steps *= min(1.0, _LONGEST_STEP / max(largest, 1e-12))
    moved = replace(
        state,
        ability=ability + steps[:w],
        intercept=state.intercept + steps[w : w + b],
        log_slope=state.log_slope + steps[w + b :],
    )
    return moved, covariance, largest


def _inverse(matrix: FloatArray) -> FloatArray:
    """Return the inverse of a positive definite matrix."""
    factor, problem = dpotrf(matrix.T, lower=True, overwrite_a=True)
    if problem:
        raise np.linalg.LinAlgError(f"row {problem} of the information matrix has no information")
    # the other half is 0
    lower: FloatArray = dpotri(factor, lower=True, overwrite_c=True)[0]
    inverse = lower + lower.T
    inverse[np.diag_indices_from(inverse)] /= 2
    return inverse
