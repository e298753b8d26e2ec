"""Type I error and power of clustered comparisons, by simulation on their own design.

Every method judges the same samples, and all pairs of a factor share them.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from analysis_py.statistics.clustered.calibration import rejection_limit, rejection_rate
from analysis_py.statistics.clustered.null_model import STREAMS, Noise
from analysis_py.statistics.dependence.simulation.design import SampledDesign
from analysis_py.statistics.dependence.simulation.estimators import (
    Sample,
    SampleFits,
    draw_sample,
    one_variance,
    own_variances,
    plain_means,
)
from analysis_py.statistics.dependence.wild import are_as_far, draw_weights, two_means

#: The difference whose power is simulated, in standard deviations within levels: a medium one
#: (Cohen 1988, Statistical Power Analysis for the Behavioral Sciences).
EFFECT = 0.5
#: Draws of each simulated bootstrap. With 99 a level of 5 % falls on a whole rank.
N_DRAWS = 99
#: Sets of draws among the bootstraps of a design: with one set all of them would err alike.
N_SETS = 10
#: A bootstrap costs as much as many other tests, so it judges one in so many samples.
_WILD_SHARE = 20


@dataclass(frozen=True)
class Rates:
    """Rejection rates of a method at the 5 % level, shape (q,): type I error and power."""

    size: NDArray[np.float64]
    power: NDArray[np.float64]
    n_simulations: int


def draw_bootstraps(n_clusters: int, seed: int) -> NDArray[np.float32]:
    """Draw the weights of the simulated bootstraps, shape (sets, draws, n_clusters)."""
    rng = np.random.default_rng([seed, STREAMS - 1])
    weights = draw_weights(n_clusters, N_SETS * N_DRAWS, rng)
    return weights.T.reshape(N_SETS, N_DRAWS, n_clusters).astype(np.float32)


def simulate_rates(
    design: SampledDesign,
    icc: float,
    noise: Noise,
    significance_level: float,
    spread: ArrayLike | None = None,
    bootstraps: NDArray[np.float32] | None = None,
) -> dict[str, Rates]:
    """Simulate the type I error and the power of every method on one design.

    Parameters
    ----------
    design : SampledDesign
    icc : float
        Share of the variance within levels that lies between clusters.
    noise : Noise
        With as many rows as there are clusters and cells, or more.
    significance_level : float
        Of each test.
    spread : array_like, shape (k,), optional
        Standard deviation of each level; all 1 if left out, as the mixed model supposes.
    bootstraps : ndarray, shape (sets, draws, c), optional
        From :func:`draw_bootstraps`; more clusters than there are do no harm.

    Returns
    -------
    dict
        Rates by method: ``cr2``, ``cr2_ik``, ``mixed``, ``mixed_own``, ``mixed_cr2``, and ``wild``
        where there are bootstraps; NaN where a method has no test.
    """
    spread = np.ones(design.n.shape[1]) if spread is None else np.asarray(spread)
    sample = draw_sample(design, icc, noise, spread)
    fits = dict(zip(("cr2", "cr2_ik"), plain_means(design, sample), strict=True))
    fits["mixed"] = one_variance(design, sample)
    fits["mixed_own"], fits["mixed_cr2"] = own_variances(design, sample)
    rates = {method: _rates(fit, significance_level) for method, fit in fits.items()}
    if bootstraps is not None:
        rates["wild"] = _wild(design, sample, bootstraps, significance_level)
    return rates


def _rates(fit: SampleFits, significance_level: float) -> Rates:
    limit = rejection_limit(fit.variance, fit.df, significance_level)
    size, power = (rejection_rate(fit.estimate + effect, limit) for effect in (0.0, EFFECT))
    return Rates(size, power, fit.estimate.shape[1])


def _wild(
    design: SampledDesign,
    sample: Sample,
    weights: NDArray[np.float32],
    significance_level: float,
) -> Rates:
    n, pairs, (cluster, level) = design.n, design.pairs, design.cells
    place = np.full(n.shape, -1)
    place[cluster, level] = np.arange(len(cluster))
    of_set = max(sample.total.shape[1] // _WILD_SHARE // N_SETS, 1)
    some = sample.total[:, : N_SETS * of_set].astype(np.float32)
    # whole sets, each beside its own draws
    some = np.moveaxis(some.reshape(len(some), N_SETS, of_set), 1, 0)
    allowed = int(significance_level * (N_DRAWS + 1)) - 1
    size, power = np.empty(len(pairs)), np.empty(len(pairs))
    for i, pair in enumerate(pairs):
        used = np.flatnonzero((n[:, pair] > 0).any(axis=1))
        of = n[np.ix_(used, pair)]
        # samples without an effect, and beside them the same with it
        total = np.zeros((2, N_SETS, len(used), 2, of_set), dtype=np.float32)
        for j in (0, 1):
            present = of[:, j] > 0
            total[j][:, present] = some[:, place[used[present], pair[j]], None]
        total[0, :, :, 1] += EFFECT * of[:, :1].astype(np.float32)
        both = total.reshape(2, N_SETS, len(used), 2 * of_set)
        rejected = _rejected(of, both, weights[:, :, used], allowed).reshape(N_SETS, 2, of_set)
        size[i], power[i] = rejected.mean(axis=(0, 2))
    return Rates(size, power, N_SETS * of_set)


def _rejected(
    n: NDArray[np.float64], total: NDArray[np.float32], weights: NDArray[np.float32], allowed: int
) -> NDArray[np.bool_]:
    """Return which samples have at most ``allowed`` draws as far from 0, shape (sets, s)."""
    return np.asarray(are_as_far(two_means(n, total), weights).sum(axis=1) <= allowed)
