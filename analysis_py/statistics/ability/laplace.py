r"""Newton steps of an ability scale, and the Laplace covariance of its parameters.

Notes
-----
All sums are of arrays with a row per model and a column per benchmark, 0 where there is no score.
What a developer has of its own on a benchmark is integrated out (Woodbury), which joins abilities
within developers only; and given the abilities the benchmarks are independent, so that their two
parameters are eliminated in closed form. What remains to be inverted is the Schur complement of
the abilities.
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
    fixed_slopes: bool,
) -> tuple[Parameters, Covariance, float]:
    """Return parameters after one constrained step, their covariance, and the largest change.

    Raises
    ------
    numpy.linalg.LinAlgError
        If something has no information.
    """
    cell_precision = weight / ((1 - state.developer_share) * state.extra[cells.benchmark] + noise)
    precision = layout.spread(cell_precision)
    of_residual = layout.spread(cell_precision * (logit - expected_logits(cells, state)))
    slope, ability, of, sums = state.slope, state.ability, layout.developer, layout.sums
    tilted = precision * ability[:, None]
    total, moment = sums @ precision, sums @ tilted
    shared = state.developer_share * state.extra
    shrink = shared / (1 + shared * total)
    drawn = precision * shrink[of]
    of_residual -= drawn * (sums @ of_residual)[of]
    prior = _prior_precision(layout, state)
    root = precision * np.sqrt(shrink)[of] * slope
    information = prior - layout.same_developer * (root @ root.T)
    information[np.diag_indices_from(information)] += precision @ slope**2
    # by intercept and logarithm of the slope
    across = (slope * (precision - drawn * total[of]), slope**2 * (tilted - drawn * moment[of]))
    gradient = of_residual @ slope - prior @ ability
    intercept_gradient, slope_gradient = of_residual.sum(axis=0), slope * (ability @ of_residual)
    intercept = (total - shrink * total**2).sum(axis=0) + 1 / state.intercept_variance
    squares = ability @ tilted - (shrink * moment**2).sum(axis=0)
    both = slope * (moment - shrink * total * moment).sum(axis=0)
    # a slope near 0 has no curvature but that of its exponential, without which steps go astray
    log_slope = np.maximum(slope**2 * squares, -slope_gradient) + 1 / state.log_slope_variance
    intercept_gradient -= (state.intercept - state.intercept_mean) / state.intercept_variance
    slope_gradient -= (state.log_slope - state.log_slope_mean) / state.log_slope_variance
    if fixed_slopes:
        both, slope_gradient = 0 * both, 0 * slope_gradient
    # what is known of a benchmark given the abilities, and the Cholesky factor of it
    determinant = intercept * log_slope - both**2
    known = (log_slope / determinant, -both / determinant, intercept / determinant)
    if fixed_slopes:
        known = (known[0], known[1], 0 * known[2])
    first = np.sqrt(known[0])
    second = known[1] / first
    third = np.sqrt(np.maximum(known[2] - second**2, 0))
    one, two = across[0] * first + across[1] * second, across[1] * third
    both_factors = np.hstack([one, two])
    inverse = _inverse(information - both_factors @ both_factors.T)
    on_intercept, on_slope = one * first, one * second + two * third
    one, two = np.hsplit(inverse @ both_factors, 2)
    of_intercept, of_slope = -one * first, -one * second - two * third
    step = inverse @ (gradient - on_intercept @ intercept_gradient - on_slope @ slope_gradient)
    steps = [
        step,
        known[0] * intercept_gradient + known[1] * slope_gradient - step @ on_intercept,
        known[1] * intercept_gradient + known[2] * slope_gradient - step @ on_slope,
    ]
    covariance = Covariance(
        ability=inverse,
        ability_intercept=of_intercept,
        ability_log_slope=of_slope,
        intercept=known[0] - (on_intercept * of_intercept).sum(axis=0),
        log_slope=known[2] - (on_slope * of_slope).sum(axis=0),
        intercept_log_slope=known[1] - (on_intercept * of_slope).sum(axis=0),
    )
    if not fixed_slopes:
        # mean 0 and mean square 1 of the abilities, without which the mode collapses
        w = len(ability)
        conditions = np.stack([np.full(w, 1 / w), 2 * ability / w])
        gap = np.array([-ability.mean(), 1 - (ability**2).mean()])
        steps, covariance = _constrained(covariance, steps, conditions, gap)
    largest = max(float(np.abs(part).max()) for part in steps)
    length = min(1.0, _LONGEST_STEP / max(largest, 1e-12))
    moved = replace(
        state,
        ability=ability + length * steps[0],
        intercept=state.intercept + length * steps[1],
        log_slope=state.log_slope + length * steps[2],
    )
    return moved, covariance, largest


def _constrained(
    free: Covariance, steps: list[FloatArray], conditions: FloatArray, gap: FloatArray
) -> tuple[list[FloatArray], Covariance]:
    """Return steps and covariance under linear conditions on the abilities, shape (2, W)."""
    a, i, s = (
        part @ conditions.T
        for part in (free.ability, free.ability_intercept.T, free.ability_log_slope.T)
    )
    middle = np.linalg.inv(conditions @ a)
    off = middle @ (conditions @ steps[0] - gap)
    a_middle, i_middle, s_middle = a @ middle, i @ middle, s @ middle
    covariance = Covariance(
        ability=free.ability - a_middle @ a.T,
        ability_intercept=free.ability_intercept - a_middle @ i.T,
        ability_log_slope=free.ability_log_slope - a_middle @ s.T,
        intercept=free.intercept - (i_middle * i).sum(axis=1),
        log_slope=free.log_slope - (s_middle * s).sum(axis=1),
        intercept_log_slope=free.intercept_log_slope - (i_middle * s).sum(axis=1),
    )
    return [step - part @ off for step, part in zip(steps, (a, i, s), strict=True)], covariance


def _inverse(matrix: FloatArray) -> FloatArray:
    """Return the inverse of a positive definite matrix.

    Raises
    ------
    numpy.linalg.LinAlgError
        If it is none.
    """
    factor, problem = dpotrf(matrix.T, lower=True, overwrite_a=True)
    if problem:
        raise np.linalg.LinAlgError(f"row {problem} of the information matrix has no information")
    # the other half is 0
    lower: FloatArray = dpotri(factor, lower=True, overwrite_c=True)[0]
    inverse = lower + lower.T
    inverse[np.diag_indices_from(inverse)] /= 2
    return inverse


def _prior_precision(layout: Layout, state: Parameters) -> FloatArray:
    """Return the inverse of the prior covariance of abilities, of variance 1."""
    within, between = 1 - state.pooling, state.pooling
    shared = between / (within * (within + layout.n_of_developer * between))
    precision = layout.same_developer * -shared
    precision[np.diag_indices_from(precision)] += 1 / within
    return precision
