r"""The ability scale: a logistic curve per benchmark, an ability per model, developers' profiles.

Notes
-----
The working logit of model :math:`w` on benchmark :math:`b` is

.. math:: z_{wb} = \alpha_b + e^{l_b} \theta_w + u_{m(w) b} + e_{wb} + \text{noise of the items}

with :math:`\theta` of mean 0 and mean square 1 over the models, independent in their prior
:math:`N(0, 1)`: what a developer's models shared there could leave the scale together for the price
of one; :math:`l_b` and :math:`\alpha_b` normal about common means; :math:`u \sim N(0, \kappa
\tau_b^2)` of developer and benchmark; and :math:`e` of variance :math:`(1 - \kappa) \tau_b^2` with
t tails. Dates do not enter. The mode is found by Gauss-Newton steps in which the two conditions on
:math:`\theta` are linear constraints, and the variances by EM on the Laplace approximation (Tierney
and Kadane 1986, JASA 81, 82-86). Tails by weights: Lange, Little and Taylor 1989, JASA 84, 881-896.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from scipy.special import expit

from analysis_py.statistics.ability.cells import Cells
from analysis_py.statistics.ability.laplace import newton_step
from analysis_py.statistics.ability.parameters import (
    Covariance,
    Layout,
    Parameters,
    Scale,
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

#: Degrees of freedom of the tails; cells that the common noise counts as in a benchmark's own, and
#: products of two residuals without a profile as in developers' share.
TAIL_DF = 6.0
PRIOR_CELLS = 4.0
#: Developers' share of the noise beyond items goes no further.
MOST_DEVELOPER_SHARE = 0.99
#: Noise of every share beyond items and model: rounding, prompts, versions.
SHARE_NOISE = 0.02
#: Logits are corrected for their moments in these iterations, and stay as they are afterwards.
_FIRST_CORRECTION, _LAST_CORRECTION = 3, 10
#: EM steps of the noise are lengthened so much on the scale of logarithms; below 2 they arrive
#: where the steps themselves do (Salakhutdinov and Roweis 2003, ICML 20, 664-671).
_OVERRELAXATION = 1.9
MAXIMUM_ITERATIONS = 80


def fit_scale(cells: Cells, maximum_iterations: int = MAXIMUM_ITERATIONS) -> Scale:
    """Fit abilities and curves.

    Parameters
    ----------
    cells : Cells
        Every model and benchmark needs a cell, or its estimate is the prior's.
    maximum_iterations : int
    """
    layout = lay_out(cells)
    observed = working_logit(cells.share, cells.chance, cells.n_items)
    state = starting_parameters(cells, observed)
    expected = expected_logits(cells, state)
    above = expit((observed + expected) / 2)
    noise = item_variance(above, cells.chance, cells.n_items)
    logit, weight = observed, np.ones(len(observed))
    step = change = np.inf
    iteration = 0
    for iteration in range(maximum_iterations):
        state, covariance, step = newton_step(cells, layout, state, logit, noise, weight)
        expected = expected_logits(cells, state)
        residual = logit - expected
        before = state.extra
        state, weight = _update_variances(cells, layout, state, covariance, residual, noise)
        change = float(np.abs(np.log(state.extra / before)).max())
        if _FIRST_CORRECTION <= iteration <= _LAST_CORRECTION:
            extra = state.extra[cells.benchmark]
            mean, slope, variance = marginal_moments(expected, extra, layout.moments)
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


def _update_variances(
    cells: Cells,
    layout: Layout,
    state: Parameters,
    covariance: Covariance,
    residual: FloatArray,
    noise: FloatArray,
) -> tuple[Parameters, FloatArray]:
    """Return the variances after one EM step, and the weights of cells in the tails."""
    b = len(cells.benchmarks)
    uncertain = covariance.of_logits(state)[cells.model, cells.benchmark]
    extra = state.extra[cells.benchmark]
    squares = residual**2 + uncertain
    weight = (TAIL_DF + 1) / (TAIL_DF + squares / (extra + noise))
    reliability = extra / (extra + noise)
    own = weight * reliability**2 * squares + extra * (1 - reliability)
    common = np.exp(np.log(state.extra[layout.of_benchmark > 0]).mean())
    new_extra = np.bincount(cells.benchmark, own, b) + PRIOR_CELLS * common
    change = new_extra / (layout.of_benchmark + PRIOR_CELLS) / state.extra
    root = np.sqrt(weight / extra) * reliability
    found = _profile_products(layout, state, covariance, root, residual, uncertain)
    share = float(np.clip((state.developer_share + found) / 2, 0, MOST_DEVELOPER_SHARE))
    mean_slope, mean_intercept = float(state.log_slope.mean()), float(state.intercept.mean())
    of_slope = ((state.log_slope - mean_slope) ** 2 + covariance.log_slope).mean()
    of_intercept = ((state.intercept - mean_intercept) ** 2 + covariance.intercept).mean()
    updated = replace(
        state,
        extra=state.extra * change**_OVERRELAXATION,
        developer_share=share,
        log_slope_mean=mean_slope,
        log_slope_variance=max(float(of_slope), 0.01),
        intercept_mean=mean_intercept,
        intercept_variance=max(float(of_intercept), 0.1),
    )
    return updated, weight


def _profile_products(
    layout: Layout,
    state: Parameters,
    covariance: Covariance,
    root: FloatArray,
    residual: FloatArray,
    uncertain: FloatArray,
) -> float:
    """Return the mean expected product of two residuals of one developer on one benchmark.

    ``root`` standardises a residual and takes the sampling of items away.
    """
    slope, of, sums = state.slope, layout.developer, layout.sums
    weights, scaled = layout.spread(root), layout.spread(root * residual)
    total, moment = sums @ weights, sums @ (weights * state.ability[:, None])
    found = ((sums @ scaled) ** 2).sum() - (scaled**2).sum() - (root**2 * uncertain).sum()
    # the variance of each sum of a developer on a benchmark, by what it comes from
    of_ability = np.empty_like(weights)
    for own, within in zip(covariance.groups, covariance.within, strict=True):
        of_ability[own] = slope**2 * (within @ weights[own])
    of_ability += 2 * slope * covariance.ability_intercept * total[of]
    of_ability += 2 * slope**2 * covariance.ability_log_slope * moment[of]
    of_benchmark = covariance.intercept * total**2 + covariance.log_slope * (slope * moment) ** 2
    of_benchmark += 2 * covariance.intercept_log_slope * slope * total * moment
    found += (weights * of_ability).sum() + of_benchmark.sum()
    possible = state.extra @ ((total**2).sum(axis=0) - (weights**2).sum(axis=0))
    # as if some products more were 0, without which the share of a few runs to its limit
    return float(found / (possible + PRIOR_CELLS * state.extra.mean()))


def _profiles(
    cells: Cells,
    layout: Layout,
    state: Parameters,
    residual: FloatArray,
    noise: FloatArray,
    weight: FloatArray,
) -> tuple[FloatArray, FloatArray]:
    """Return the developers' own parts on benchmarks, and their variances."""
    precision = weight / ((1 - state.developer_share) * state.extra[cells.benchmark] + noise)
    prior = state.developer_share * state.extra
    total = layout.sums @ layout.spread(precision)
    weighted = layout.sums @ layout.spread(precision * residual)
    return prior * weighted / (1 + prior * total), prior / (1 + prior * total)
