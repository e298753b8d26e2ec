"""Size and power of clustered comparisons, by simulation on their own design.

Every method judges the same samples, and all pairs of a factor share them.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

from analysis_py.statistics.dependence.sample_fits import (
    SampleFits,
    one_variance,
    own_variances,
    plain_means,
)
from analysis_py.statistics.dependence.sampled_design import SampledDesign
from analysis_py.statistics.dependence.samples import N_DRAWS, N_SETS, Noise, Sample, draw_sample
from analysis_py.statistics.dependence.wild import are_as_far, two_means

#: The difference whose power is simulated, in standard deviations within levels: a medium one
#: (Cohen 1988, Statistical Power Analysis for the Behavioral Sciences).
EFFECT = 0.5
#: A bootstrap costs as much as many other tests, so it judges one in so many samples.
_WILD_SHARE = 20
#: Simulated shares are rounded, so that benchmarks of like share have one simulation.
_STEP, _HIGHEST = 0.1, 0.95


@dataclass(frozen=True)
class Rates:
    """Rejection rates of a method at the 5 % level, shape (q,): type I error and power."""

    size: NDArray[np.float64]
    power: NDArray[np.float64]
    n_simulations: int


def rounded_icc(icc: float) -> float:
    """Return the share of variance between clusters that is simulated in place of one."""
    return min(round(icc / _STEP) * _STEP, _HIGHEST)


def simulate_rates(
    design: SampledDesign,
    icc: float,
    noise: Noise,
    significance_level: float,
    spread: ArrayLike | None = None,
) -> dict[str, Rates]:
    """Simulate the size and the power of every method on one design.

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

    Returns
    -------
    dict
        Rates by method: ``cr2``, ``cr2_ik``, ``mixed``, ``mixed_own``, ``mixed_cr2``, and ``wild``
        where the noise holds weights for it; NaN where a method has no test.
    """
    spread = np.ones(design.n.shape[1]) if spread is None else np.asarray(spread)
    sample = draw_sample(design, icc, noise, spread)
    fits = dict(zip(("cr2", "cr2_ik"), plain_means(design, sample), strict=True))
    fits["mixed"] = one_variance(design, sample)
    fits["mixed_own"], fits["mixed_cr2"] = own_variances(design, sample)
    rates = {method: _rates(fit, significance_level) for method, fit in fits.items()}
    if noise.weights is not None:
        rates["wild"] = _wild(design, sample, noise.weights, significance_level)
    return rates


#: Ends and number of the log degrees of freedom at which quantiles of t are tabled.
_LOG_DF = float(np.log(0.05)), float(np.log(1e6)), 2000


@cache
def _tabled(significance_level: float) -> NDArray[np.float64]:
    """Return log squared quantiles of t."""
    quantile = special.stdtrit(np.exp(np.linspace(*_LOG_DF)), 1 - significance_level / 2)
    return np.asarray(2 * np.log(quantile), dtype=float)


def squared_quantile(df: NDArray[np.float64], significance_level: float) -> NDArray[np.float64]:
    """Return squared quantiles of t from a table: one costs more than a simulated test."""
    first, last, n = _LOG_DF
    table = _tabled(significance_level)
    place = (np.log(df) - first) * ((n - 1) / (last - first))
    np.clip(place, 0, n - 1, out=place)
    is_known = np.isfinite(place)
    below = np.minimum(np.where(is_known, place, 0).astype(np.int64), n - 2)
    rise = np.diff(table)
    return np.exp(table[below] + (place - below) * rise[below])


def _rates(fit: SampleFits, significance_level: float) -> Rates:
    """Return how often the squared estimate exceeds its limit."""
    limit = squared_quantile(fit.df, significance_level) * fit.variance
    is_tested = np.isfinite(limit) & (limit > 0)
    never = ~is_tested.any(axis=1)
    with np.errstate(invalid="ignore"):
        size = ((fit.estimate**2 > limit) & is_tested).mean(axis=1)
        power = (((fit.estimate + EFFECT) ** 2 > limit) & is_tested).mean(axis=1)
    n_simulations = fit.estimate.shape[1]
    return Rates(np.where(never, np.nan, size), np.where(never, np.nan, power), n_simulations)


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
