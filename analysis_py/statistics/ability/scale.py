r"""The ability scale: a logistic curve per benchmark, an ability per model, developers' profiles.

Notes
-----
The working logit of model :math:`w` on benchmark :math:`b` is

.. math:: z_{wb} = \alpha_b + e^{l_b} \theta_w + u_{m(w) b} + e_{wb} + \text{noise of the items}

with :math:`\theta` of mean 0 and mean square 1 over the models, a share :math:`\rho` of whose prior
variance lies between developers; :math:`l_b` and :math:`\alpha_b` normal about common means;
:math:`u \sim N(0, \kappa \tau_b^2)` of developer and benchmark; and :math:`e` of variance
:math:`(1 - \kappa) \tau_b^2` with t tails. Dates do not enter. The mode is found by Gauss-Newton
steps in which the two conditions on :math:`\theta` are linear constraints, and the variances by EM
on the Laplace approximation (Tierney and Kadane 1986, JASA 81, 82-86). Tails by weights: Lange,
Little and Taylor 1989, JASA 84, 881-896.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from scipy import sparse
from scipy.linalg.lapack import dpotrf, dpotri
from scipy.special import expit

from analysis_py.statistics.ability.cells import Cells
from analysis_py.statistics.ability.parameters import (
    Layout,
    Parameters,
    Scale,
    derivatives,
    expected_logits,
    lay_out,
    starting_parameters,
)
from analysis_py.statistics.ability.working import (
    item_variance,
    marginal_moments,
    working_logit,
)
from analysis_py.statistics.arrays import FloatArray

#: Degrees of freedom of the tails, and cells that the common noise counts as in a benchmark's own.
TAIL_DF = 6.0
PRIOR_CELLS = 4.0
#: Noise of every share beyond items and model: rounding, prompts, versions.
SHARE_NOISE = 0.02
#: Logits are corrected for their moments in these iterations, and stay as they are afterwards.
_FIRST_CORRECTION, _LAST_CORRECTION = 3, 13
MAXIMUM_ITERATIONS = 40


def fit_scale(
    cells: Cells,
    with_developers: bool = True,
    tail_df: float = TAIL_DF,
    start: Parameters | None = None,
    fixed_slopes: bool = False,
    maximum_iterations: int = MAXIMUM_ITERATIONS,
) -> Scale:
    """Fit abilities and curves.

    Parameters
    ----------
    cells : Cells
        Every model and benchmark needs a cell, or its estimate is the prior's.
    with_developers : bool
        Whether developers have profiles and share ability.
    tail_df : float
        Of the t distribution of the noise; 0 for normal.
    start : Parameters, optional
        Where to begin.
    fixed_slopes : bool
        Whether slopes stay as they start: with normal noise, a linear mixed model.
    maximum_iterations : int
    """
    layout = lay_out(cells)
    observed = working_logit(cells.share, cells.chance, cells.n_items)
    state = start or starting_parameters(cells, observed, with_developers)
    expected = expected_logits(cells, state)
    above = expit((observed + expected) / 2)
    noise = item_variance(above, cells.chance, cells.n_items)
    logit, weight = observed, np.ones(len(observed))
    step = change = np.inf
    iteration = 0
    for iteration in range(maximum_iterations):
        state, covariance, step = newton_step(
            cells, layout, state, logit, noise, weight, fixed_slopes
        )
        expected = expected_logits(cells, state)
        residual = logit - expected
        before = state.extra
        state, weight = _update_variances(
            cells, layout, state, covariance, residual, noise, with_developers, tail_df
        )
        change = float(np.abs(np.log(state.extra / before)).max())
        if not fixed_slopes and _FIRST_CORRECTION <= iteration <= _LAST_CORRECTION:
            extra = state.extra[cells.benchmark]
            mean, slope, variance = marginal_moments(expected, extra, layout.kinds)
            logit = expected + (observed - mean) / slope
            noise = np.maximum(variance / slope**2 - extra, 0.02 * extra)
            above = np.clip(expit(expected), 0.005, 0.995)
            noise = noise + (SHARE_NOISE / ((1 - cells.chance) * above * (1 - above))) ** 2
        if iteration > _LAST_CORRECTION + 2 and step < 2e-3 and change < 1e-2:
            break
    residual = logit - expected_logits(cells, state)
    profile, profile_variance = _profiles(cells, layout, state, residual, noise, weight)
    return Scale(
        *(cells, state, covariance, residual, noise, weight, profile, profile_variance),
        n_iterations=iteration + 1,
        has_converged=step < 2e-2 and change < 5e-2,
    )


def newton_step(
    cells: Cells,
    layout: Layout,
    state: Parameters,
    logit: FloatArray,
    noise: FloatArray,
    weight: FloatArray,
    fixed_slopes: bool,
) -> tuple[Parameters, FloatArray, float]:
    """Return parameters after one constrained step, their covariance, and the largest change."""
    w, b = len(cells.models), len(cells.benchmarks)
    prior = _prior_precision(layout, state)
    own = (1 - state.developer_share) * state.extra[cells.benchmark] + noise
    precision = weight / own
    shared = state.developer_share * state.extra[layout.benchmark_of_group]
    shrink = shared / (1 + shared * (layout.sums @ precision))
    design = derivatives(cells, state)
    weighted = design.multiply(precision[:, None]).tocsr()
    grouped = layout.sums @ weighted
    # Woodbury: the profile of a developer on a benchmark is integrated out
    hessian = (design.T @ weighted).toarray()
    hessian -= (grouped.T @ grouped.multiply(shrink[:, None])).toarray()
    residual = logit - expected_logits(cells, state)
    gradient = weighted.T @ residual
    gradient -= grouped.T @ (shrink * (layout.sums @ (precision * residual)))
    hessian[:w, :w] += prior
    of_intercept, of_slope = np.arange(w, w + b), np.arange(w + b, w + 2 * b)
    hessian[of_intercept, of_intercept] += 1 / state.intercept_variance
    hessian[of_slope, of_slope] += 1 / state.log_slope_variance
    gradient[:w] -= prior @ state.ability
    gradient[of_intercept] -= (state.intercept - state.intercept_mean) / state.intercept_variance
    gradient[of_slope] -= (state.log_slope - state.log_slope_mean) / state.log_slope_variance
    if fixed_slopes:
        hessian[of_slope], hessian[:, of_slope], gradient[of_slope] = 0, 0, 0
        hessian[of_slope, of_slope] = 1
    inverse = _inverse(hessian)
    step = inverse @ gradient
    if not fixed_slopes:
        # mean 0 and mean square 1 of the abilities, without which the mode collapses
        conditions = np.zeros((2, w + 2 * b))
        conditions[0, :w] = 1 / w
        conditions[1, :w] = 2 * state.ability / w
        across = inverse @ conditions.T
        middle = np.linalg.inv(conditions @ across)
        gap = np.array([-state.ability.mean(), 1 - (state.ability**2).mean()])
        step -= across @ (middle @ (conditions @ step - gap))
        inverse -= across @ middle @ across.T
    if fixed_slopes:
        inverse[of_slope, of_slope] = 0
    largest = float(np.abs(step).max())
    step *= min(1.0, 1.5 / max(largest, 1e-12))
    moved = replace(
        state,
        ability=state.ability + step[:w],
        intercept=state.intercept + step[w : w + b],
        log_slope=state.log_slope + step[w + b :],
    )
    return moved, inverse, largest


def _inverse(matrix: FloatArray) -> FloatArray:
    """Return the inverse of a positive definite matrix.

    Raises
    ------
    numpy.linalg.LinAlgError
        If it is none.
    """
    factor, problem = dpotrf(matrix, lower=True, overwrite_a=True)
    if problem:
        raise np.linalg.LinAlgError(f"row {problem} of the information matrix has no information")
    lower = np.tril(dpotri(factor, lower=True, overwrite_c=True)[0])
    return lower + lower.T - np.diag(np.diag(lower))


def _prior_precision(layout: Layout, state: Parameters) -> FloatArray:
    """Return the inverse of the prior covariance of abilities, of variance 1."""
    within, between = 1 - state.pooling, state.pooling
    n_of_developer = layout.same_developer.sum(axis=1)
    shared = between / (within * (within + n_of_developer * between))
    return np.diag(np.full(len(shared), 1 / within)) - layout.same_developer * shared


def _expected_variances(
    cells: Cells, state: Parameters, covariance: FloatArray
) -> tuple[FloatArray, sparse.csr_matrix]:
    """Return the variance of each expected logit, and the derivatives."""
    design = derivatives(cells, state)
    columns = design.indices.reshape(-1, 3)
    values = design.data.reshape(-1, 3)
    total = np.zeros(len(values))
    for i in range(3):
        for j in range(3):
            total += values[:, i] * values[:, j] * covariance[columns[:, i], columns[:, j]]
    return total, design


def _update_variances(
    cells: Cells,
    layout: Layout,
    state: Parameters,
    covariance: FloatArray,
    residual: FloatArray,
    noise: FloatArray,
    with_developers: bool,
    tail_df: float,
) -> tuple[Parameters, FloatArray]:
    """Return the variances after one EM step, and the weights of cells in the tails."""
    w, b = len(cells.models), len(cells.benchmarks)
    uncertain, design = _expected_variances(cells, state, covariance)
    extra = state.extra[cells.benchmark]
    squares = residual**2 + uncertain
    weight = np.ones(len(residual))
    if tail_df:
        weight = (tail_df + 1) / (tail_df + squares / (extra + noise))
    reliability = extra / (extra + noise)
    own = weight * reliability**2 * squares + extra * (1 - reliability)
    common = np.exp(np.log(state.extra[layout.of_benchmark > 0]).mean())
    new_extra = np.bincount(cells.benchmark, own, b) + PRIOR_CELLS * common
    new_extra = new_extra / (layout.of_benchmark + PRIOR_CELLS)
    share, pooling = state.developer_share, state.pooling
    if with_developers:
        # products of residuals of one developer on one benchmark
        root = np.sqrt(weight) * reliability
        scaled, several = root * residual / np.sqrt(extra), layout.sums_of_several
        sums = several @ sparse.diags(root / np.sqrt(extra)) @ design
        quadratic = np.asarray(sums.multiply(sums @ covariance).sum(axis=1)).ravel()
        found = (several @ scaled) ** 2 - several @ scaled**2
        found = (found + quadratic - several @ (root**2 / extra * uncertain)).sum()
        possible = ((several @ root) ** 2 - several @ root**2).sum()
        share = float(np.clip((share + found / max(possible, 1e-9)) / 2, 0, 0.8))
        pooling = float(np.clip((pooling + _pooled(layout, state, covariance)) / 2, 0, 0.9))
    spread = np.diag(covariance)
    mean_slope, mean_intercept = float(state.log_slope.mean()), float(state.intercept.mean())
    of_slope = ((state.log_slope - mean_slope) ** 2 + spread[w + b :]).mean()
    of_intercept = ((state.intercept - mean_intercept) ** 2 + spread[w : w + b]).mean()
    updated = replace(
        state,
        extra=new_extra,
        developer_share=share,
        pooling=pooling,
        log_slope_mean=mean_slope,
        log_slope_variance=max(float(of_slope), 0.01),
        intercept_mean=mean_intercept,
        intercept_variance=max(float(of_intercept), 0.1),
    )
    return updated, weight


def _pooled(layout: Layout, state: Parameters, covariance: FloatArray) -> float:
    """Return the mean product of abilities of two models of one developer."""
    w = len(state.ability)
    products = np.outer(state.ability, state.ability) + covariance[:w, :w]
    n_of_developer = layout.same_developer.sum(axis=1)
    found = (products * layout.same_developer).sum(axis=1) - np.diag(products)
    possible = (n_of_developer - 1) / n_of_developer
    return float((found / n_of_developer).sum() / max(possible.sum(), 1e-9))


def _profiles(
    cells: Cells,
    layout: Layout,
    state: Parameters,
    residual: FloatArray,
    noise: FloatArray,
    weight: FloatArray,
) -> tuple[FloatArray, FloatArray]:
    """Return the developers' own parts on benchmarks, and their variances."""
    shape = (len(cells.developers), len(cells.benchmarks))
    precision = weight / ((1 - state.developer_share) * state.extra[cells.benchmark] + noise)
    prior = state.developer_share * state.extra
    developer = cells.developer[cells.model]
    total, weighted = np.zeros(shape), np.zeros(shape)
    np.add.at(total, (developer, cells.benchmark), precision)
    np.add.at(weighted, (developer, cells.benchmark), precision * residual)
    return prior * weighted / (1 + prior * total), prior / (1 + prior * total)
