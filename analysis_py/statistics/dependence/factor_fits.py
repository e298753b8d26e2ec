"""Fits of one factor by every method for clustered rows, with their simulated error rates."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from analysis_py.statistics.clustered.calibration import rounded_icc
from analysis_py.statistics.clustered.mixed import MixedContrasts, mixed_differences
from analysis_py.statistics.clustered.null_model import Noise, draw_noise
from analysis_py.statistics.clustered.regression import (
    RobustContrasts,
    covariance_ratio,
    level_regression,
)
from analysis_py.statistics.dependence.factor_levels import BaseFamilyLevels
from analysis_py.statistics.dependence.mixed_means import own_differences
from analysis_py.statistics.dependence.simulation.design import SampledDesign, sampled_design
from analysis_py.statistics.dependence.simulation.rates import (
    Rates,
    draw_bootstraps,
    simulate_rates,
)
from analysis_py.statistics.dependence.wild import draw_weights


@dataclass(frozen=True)
class Draws:
    """Random draws: weights of the bootstraps, and the noise of two simulations.

    A method is chosen by one simulation, ``choosing``, and its published rates are those of
    another, ``certifying``: the most favourable of several rates is too favourable. ``designs``
    and ``known`` keep what each design needs, and its rates, for benchmarks of one cohort share it.
    """

    weights: NDArray[np.float64]
    choosing: Noise
    certifying: Noise
    bootstraps: NDArray[np.float32]
    significance_level: float
    designs: dict[bytes, SampledDesign]
    known: dict[tuple[bytes, float, bytes], tuple[dict[str, Rates], dict[str, Rates]]]


def draw(
    n_clusters: int,
    n_cells: int,
    n_samples: int,
    n_simulations: int,
    seed: int,
    significance_level: float,
) -> Draws:
    """Draw for designs of so many clusters and cells at most."""
    n_rows = n_clusters + n_cells
    return Draws(
        weights=draw_weights(n_clusters, n_samples, np.random.default_rng(seed)).T,
        certifying=draw_noise(n_rows, n_simulations, seed),
        choosing=draw_noise(n_rows, n_simulations, seed, part=1),
        bootstraps=draw_bootstraps(n_rows, seed),
        significance_level=significance_level,
        designs={},
        known={},
    )


@dataclass(frozen=True)
class Contrasts:
    """Differences of all pairs of the observed levels by one method, shape (q,)."""

    estimate: NDArray[np.float64]
    std_error: NDArray[np.float64]
    df: NDArray[np.float64]


@dataclass(frozen=True)
class FactorFits:
    """The methods' fits of all pairs of the observed levels.

    Attributes
    ----------
    places : dict
        Place of each pair in the fits, by the positions of its levels.
    robust : RobustContrasts
    mixed : MixedContrasts or None
        None where the two variances cannot be estimated separately.
    by_method : dict
        Contrasts, or None without a fit.
    simulated_icc : float
    choosing, certifying : dict
        Rates by method; NaN of a pair with a level that lies in one base family.
    """

    places: dict[tuple[int, int], int]
    robust: RobustContrasts
    mixed: MixedContrasts | None
    by_method: dict[str, Contrasts | None]
    simulated_icc: float
    choosing: dict[str, Rates]
    certifying: dict[str, Rates]


def fit_factor(data: BaseFamilyLevels, draws: Draws) -> FactorFits | None:
    """Fit every method to the observed levels of a factor; None where fewer than two have rows."""
    observed = np.flatnonzero(data.n_obs.sum(axis=0) > 0)
    if len(observed) < 2:
        return None
    seen = data.select(observed)
    mean = seen.mean
    pairs = list(combinations(range(len(observed)), 2))
    robust, df_alike = _plain_means(seen, mean, pairs)
    mixed = mixed_differences(seen.n_obs, mean, seen.sum_squares, pairs)
    own = own_differences(seen.n_obs, mean, seen.level_squares, pairs)
    icc = rounded_icc(mixed.icc) if mixed else 0.0
    is_testable = (seen.n_obs > 0).sum(axis=0) > 1
    simulated = np.flatnonzero(is_testable[np.array(pairs)].all(axis=1))
    rates = _rates(seen, [pairs[i] for i in simulated], icc, draws) if len(simulated) else ({}, {})
    choosing, certifying = (_of_all_pairs(of, simulated, len(pairs)) for of in rates)
    plain = robust.estimate, robust.std_error
    return FactorFits(
        places={(int(observed[a]), int(observed[b])): i for i, (a, b) in enumerate(pairs)},
        robust=robust,
        mixed=mixed,
        by_method={
            "cr2": Contrasts(*plain, robust.df),
            "cr2_ik": Contrasts(*plain, df_alike),
            "wild": Contrasts(*plain, robust.df),
            "mixed": Contrasts(mixed.estimate, mixed.std_error, mixed.df) if mixed else None,
            "mixed_own": Contrasts(own.estimate, own.std_error, own.df),
            "mixed_cr2": Contrasts(own.estimate, own.std_error_cr2, own.df_cr2),
        },
        simulated_icc=icc,
        choosing=choosing,
        certifying=certifying,
    )


def _of_all_pairs(
    rates: dict[str, Rates], simulated: NDArray[np.int64], n_pairs: int
) -> dict[str, Rates]:
    """Put NaN where a pair was not simulated."""
    found = {}
    for method, of in rates.items():
        size, power = np.full((2, n_pairs), np.nan)
        size[simulated], power[simulated] = of.size, of.power
        found[method] = Rates(size, power, of.n_simulations)
    return found


def _rates(
    data: BaseFamilyLevels,
    pairs: list[tuple[int, int]],
    icc: float,
    draws: Draws,
) -> tuple[dict[str, Rates], dict[str, Rates]]:
    n = data.n_obs[data.n_obs.sum(axis=1) > 0]
    spread = _spread(n.sum(axis=0), np.nan_to_num(data.std_dev))
    of_design = n.tobytes() + bytes(n.shape[1])
    if of_design not in draws.designs:
        draws.designs[of_design] = sampled_design(n, pairs)
    key = of_design, icc, spread.tobytes()
    if key not in draws.known:
        design = draws.designs[of_design]
        level = draws.significance_level
        draws.known[key] = (
            # a bootstrap is too dear to be simulated closely enough to be chosen by
            simulate_rates(design, icc, draws.choosing, level, spread),
            simulate_rates(design, icc, draws.certifying, level, spread, draws.bootstraps),
        )
    return draws.known[key]


def _spread(n: NDArray[np.int64], std_dev: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the standard deviation of each level in units of that of all, rounded to tenths."""
    common = np.sqrt(np.average(std_dev**2, weights=np.maximum(n - 1, 1)))
    if not common > 0:
        return np.ones(len(n))
    return np.where(n > 1, np.maximum(np.round(std_dev / common, 1), 0.05), 1.0)


def _plain_means(
    data: BaseFamilyLevels, mean: NDArray[np.float64], pairs: list[tuple[int, int]]
) -> tuple[RobustContrasts, NDArray[np.float64]]:
    """Compare plain means, with degrees of freedom under rows of one cluster that are alike too."""
    of_cell = mean[data.n_obs > 0]
    regression = level_regression(data.n_obs, pairs)
    residual = regression.fit(of_cell[:, None]).residual
    ratio = covariance_ratio(
        regression.sum_by_cluster(regression.root_n**2),
        regression.sum_by_cluster(regression.root_n[:, None] * residual),
        data.sum_squares + (residual**2).sum(axis=0),
    )
    return regression.contrasts(of_cell, data.sum_squares), regression.df_alike(ratio)[:, 0]
