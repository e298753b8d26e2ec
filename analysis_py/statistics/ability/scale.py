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

from collections.abc import Iterable
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
#: Samples are fitted together up to this many models times benchmarks.
_NUMBERS_AT_A_TIME = 100_000


def fit_scale(cells: Cells, maximum_iterations: int = MAXIMUM_ITERATIONS) -> Scale:
    """Fit abilities and curves.

    Parameters
    ----------
    cells : Cells
        Every model and benchmark needs a cell, or its estimate is the prior's.
    maximum_iterations : int
    """
    (scale,) = fit_samples(cells, cells.share[None], maximum_iterations)
    return scale


def fit_samples(
    cells: Cells, shares: FloatArray, maximum_iterations: int = MAXIMUM_ITERATIONS
) -> list[Scale]:
    """Fit samples of shares, shape (number of samples, n), on the design of the cells."""
    layout = lay_out(cells)
    at_a_time = max(1, _NUMBERS_AT_A_TIME // (len(cells.models) * len(cells.benchmarks)))
    scales: list[Scale] = []
    for start in range(0, len(shares), at_a_time):
        scales += _fit(cells, layout, shares[start : start + at_a_time], maximum_iterations)
    return scales


def _fit(
    cells: Cells, layout: Layout, shares: FloatArray, maximum_iterations: int
) -> Iterable[Scale]:
    """Return the fits of samples; each leaves the common steps when it has arrived."""
    observed = working_logit(shares, cells.chance, cells.n_items)
    state = starting_parameters(layout, observed)
    above = expit((observed + expected_logits(cells, state)) / 2)
    noise = item_variance(above, cells.chance, cells.n_items)
    logit, weight, sample = observed, np.ones_like(observed), np.arange(len(shares))
    scales: dict[int, Scale] = {}
    for iteration in range(maximum_iterations):
        state, covariance, step = newton_step(cells, layout, state, logit, noise, weight)
        expected = expected_logits(cells, state)
        residual, before = logit - expected, state.extra
        state, weight = _update_variances(cells, layout, state, covariance, residual, noise)
        change = np.abs(np.log(state.extra / before)).max(axis=-1)
        is_done = (step < 2e-3) & (change < 1e-2) & (iteration > _LAST_CORRECTION + 2)
        is_done |= ~np.isfinite(step + change) | (iteration + 1 == maximum_iterations)
        if is_done.any():
            profile, variance = _profiles(cells, layout, state, residual, noise, weight)
            for i in np.flatnonzero(is_done).tolist():
                scales[sample[i]] = Scale(
                    replace(cells, share=shares[sample[i]]),
                    state.of_one(i),
                    covariance.of_one(i),
                    *(residual[i], noise[i], weight[i], profile[i], variance[i]),
                    iteration + 1,
                    bool(step[i] < 2e-2 and change[i] < 5e-2),
                )
            if is_done.all():
                break
            state = state.of_some(~is_done)
            sample, observed, expected, logit, noise, weight = (
                each[~is_done] for each in (sample, observed, expected, logit, noise, weight)
            )
        if _FIRST_CORRECTION <= iteration <= _LAST_CORRECTION:
            extra = state.extra[:, cells.benchmark]
            mean, slope, variance = marginal_moments(expected, extra, layout.moments)
            logit = expected + (observed - mean) / slope
            noise = np.maximum(variance / slope**2 - extra, 0.02 * extra)
            above = np.clip(expit(expected), 0.005, 0.995)
            noise = noise + (SHARE_NOISE / ((1 - cells.chance) * above * (1 - above))) ** 2
    return [scales[i] for i in range(len(shares))]


def _update_variances(
    cells: Cells,
    layout: Layout,
    state: Parameters,
    covariance: Covariance,
    residual: FloatArray,
    noise: FloatArray,
) -> tuple[Parameters, FloatArray]:
    """Return the variances after one EM step, and the weights of cells in the tails."""
    uncertain = covariance.of_logits(state, cells.model, cells.benchmark)
    extra = state.extra[:, cells.benchmark]
    squares = residual**2 + uncertain
    weight = (TAIL_DF + 1) / (TAIL_DF + squares / (extra + noise))
    reliability = extra / (extra + noise)
    uncertain_squares = weight * reliability**2 * squares + extra * (1 - reliability)
    has_cells = layout.of_benchmark > 0
    common = np.exp(np.log(state.extra[:, has_cells]).mean(axis=1, keepdims=True))
    new_extra = layout.spread(uncertain_squares).sum(axis=1) + PRIOR_CELLS * common
    change = new_extra / (layout.of_benchmark + PRIOR_CELLS) / state.extra
    root = np.sqrt(weight / extra) * reliability
    products = _profile_products(layout, state, covariance, root, residual, uncertain)
    share = (state.developer_share + products[:, None]) / 2
    mean_slope = state.log_slope.mean(axis=1, keepdims=True)
    mean_intercept = state.intercept.mean(axis=1, keepdims=True)
    of_slope = (state.log_slope - mean_slope) ** 2 + covariance.log_slope
    of_intercept = (state.intercept - mean_intercept) ** 2 + covariance.intercept
    updated = replace(
        state,
        extra=state.extra * change**_OVERRELAXATION,
        developer_share=np.clip(share, 0, MOST_DEVELOPER_SHARE),
        log_slope_mean=mean_slope,
        log_slope_variance=np.maximum(of_slope.mean(axis=1, keepdims=True), 0.01),
        intercept_mean=mean_intercept,
        intercept_variance=np.maximum(of_intercept.mean(axis=1, keepdims=True), 0.1),
    )
    return updated, weight


def _profile_products(
    layout: Layout,
    state: Parameters,
    covariance: Covariance,
    root: FloatArray,
    residual: FloatArray,
    uncertain: FloatArray,
) -> FloatArray:
    """Return the mean expected product of two residuals of one developer on one benchmark.

    ``root`` standardises a residual and takes the sampling of items away.
    """
    sums, slope = layout.sums, state.slope[:, None]
    weights, scaled = layout.spread(root), layout.spread(root * residual)
    total, moment = sums @ weights, sums @ (weights * state.ability[..., None])
    of_developers = sums @ scaled
    products = _total(of_developers, of_developers) - _total(scaled, scaled)
    products -= (root**2 * uncertain).sum(axis=1)
    # the variance of each sum of a developer on a benchmark, by what it comes from
    of_ability = np.empty_like(weights)
    for models, within in zip(layout.groups, covariance.within, strict=True):
        of_ability[:, models] = within @ weights[:, models]
    of_ability *= slope**2
    of_ability += 2 * slope * covariance.ability_intercept * layout.to_models(total)
    of_ability += 2 * slope**2 * covariance.ability_log_slope * layout.to_models(moment)
    moment *= slope
    of_benchmark = covariance.intercept[:, None] * total**2
    of_benchmark += covariance.log_slope[:, None] * moment**2
    of_benchmark += 2 * covariance.intercept_log_slope[:, None] * total * moment
    products += _total(weights, of_ability) + of_benchmark.sum(axis=(1, 2))
    possible = state.extra * ((total**2).sum(axis=1) - (weights**2).sum(axis=1))
    # as if some products more were 0, without which the share of a few runs to its limit
    return products / (possible.sum(axis=1) + PRIOR_CELLS * state.extra.mean(axis=1))


def _total(one: FloatArray, other: FloatArray) -> FloatArray:
    """Return the sum of the products of each sample."""
    return np.asarray(np.einsum("swb,swb->s", one, other))


def _profiles(
    cells: Cells,
    layout: Layout,
    state: Parameters,
    residual: FloatArray,
    noise: FloatArray,
    weight: FloatArray,
) -> tuple[FloatArray, FloatArray]:
    """Return the developers' own parts on benchmarks, and their variances."""
    own_variance = ((1 - state.developer_share) * state.extra)[:, cells.benchmark]
    precision = weight / (own_variance + noise)
    prior = (state.developer_share * state.extra)[:, None]
    total = layout.sums @ layout.spread(precision)
    weighted = layout.sums @ layout.spread(precision * residual)
    return prior * weighted / (1 + prior * total), prior / (1 + prior * total)
