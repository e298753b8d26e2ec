"""Comparisons of one factor by every method for clustered rows, with their type I error rates."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from analysis_py.statistics.dependence import imbens_kolesar
from analysis_py.statistics.dependence.levels import BaseFamilyLevels
from analysis_py.statistics.dependence.mixed import MixedContrasts, mixed_differences
from analysis_py.statistics.dependence.mixed_means import OwnContrasts, own_differences
from analysis_py.statistics.dependence.robust import RobustContrasts, mean_differences
from analysis_py.statistics.dependence.sampled_design import SampledDesign, sampled_design
from analysis_py.statistics.dependence.samples import Noise, draw_noise
from analysis_py.statistics.dependence.simulated import Rates, rounded_icc, simulate_rates
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
    seed: int
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
        # a bootstrap is too dear to be simulated closely enough to be chosen by
        choosing=draw_noise(n_rows, n_simulations, seed, part=1, with_bootstrap=False),
        seed=seed,
        significance_level=significance_level,
        designs={},
        known={},
    )


@dataclass(frozen=True)
class FactorFits:
    """Comparisons of all pairs of the observed levels by each method.

    Attributes
    ----------
    data : BaseFamilyLevels
        Of the observed levels.
    positions : dict
        Place of each pair in the fits, by names of its levels.
    robust, df_ik, mixed, own
        The fits; ``mixed`` is None where its variances cannot be estimated separately.
    std_dev : ndarray, shape (k,)
        Of the rows of each level, in percent.
    simulated_icc : float
    simulated : dict
        Place of each pair in the rates, which leave out what lies in one base family.
    choosing, certifying : dict
        Rates by method.
    """

    data: BaseFamilyLevels
    positions: dict[tuple[str, str], int]
    robust: RobustContrasts
    df_ik: NDArray[np.float64]
    mixed: MixedContrasts | None
    own: OwnContrasts
    std_dev: NDArray[np.float64]
    simulated_icc: float
    simulated: dict[tuple[str, str], int]
    choosing: dict[str, Rates]
    certifying: dict[str, Rates]


def fit_factor(data: BaseFamilyLevels, draws: Draws) -> FactorFits | None:
    """Fit every method to the observed levels of a factor; None where fewer than two have rows."""
    observed = np.flatnonzero(data.n_obs.sum(axis=0) > 0)
    if len(observed) < 2:
        return None
    seen = data.select(observed)
    mean, std_dev = seen.mean, seen.std_dev
    pairs = list(combinations(range(len(observed)), 2))
    mixed = mixed_differences(seen.n_obs, mean, seen.sum_squares, pairs)
    icc = rounded_icc(mixed.icc) if mixed else 0.0
    testable = np.flatnonzero((seen.n_obs > 0).sum(axis=0) > 1).tolist()
    simulated = list(combinations(testable, 2))
    choosing, certifying = _rates(seen, std_dev, simulated, icc, draws) if simulated else ({}, {})
    return FactorFits(
        data=seen,
        positions=_named(seen, pairs),
        robust=mean_differences(seen.n_obs, mean, seen.sum_squares, pairs),
        df_ik=_df_ik(seen, mean, pairs),
        mixed=mixed,
        own=own_differences(seen.n_obs, mean, seen.level_squares, pairs),
        std_dev=std_dev,
        simulated_icc=icc,
        simulated=_named(seen, simulated),
        choosing=choosing,
        certifying=certifying,
    )


def _rates(
    data: BaseFamilyLevels,
    std_dev: NDArray[np.float64],
    pairs: list[tuple[int, int]],
    icc: float,
    draws: Draws,
) -> tuple[dict[str, Rates], dict[str, Rates]]:
    n = data.n_obs[data.n_obs.sum(axis=1) > 0]
    spread = _spread(n.sum(axis=0), np.nan_to_num(std_dev))
    of_design = n.tobytes() + bytes(n.shape[1])
    if of_design not in draws.designs:
        draws.designs[of_design] = sampled_design(n, pairs)
    key = of_design, icc, spread.tobytes()
    if key not in draws.known:
        design = draws.designs[of_design]
        draws.known[key] = (
            simulate_rates(design, icc, draws.choosing, draws.significance_level, spread),
            simulate_rates(design, icc, draws.certifying, draws.significance_level, spread),
        )
    return draws.known[key]


def _spread(n: NDArray[np.int64], std_dev: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the standard deviation of each level in units of that of all, rounded to tenths."""
    common = np.sqrt(np.average(std_dev**2, weights=np.maximum(n - 1, 1)))
    if not common > 0:
        return np.ones(len(n))
    return np.where(n > 1, np.maximum(np.round(std_dev / common, 1), 0.05), 1.0)


def _named(data: BaseFamilyLevels, positions: list[tuple[int, int]]) -> dict[tuple[str, str], int]:
    return {(data.levels[a], data.levels[b]): i for i, (a, b) in enumerate(positions)}


def _df_ik(
    data: BaseFamilyLevels, of_cell: NDArray[np.float64], positions: list[tuple[int, int]]
) -> NDArray[np.float64]:
    n = data.n_obs.astype(float)
    mean = np.where(n > 0, of_cell, 0.0)
    deviation = np.where(n > 0, mean - (n * mean).sum(axis=0) / n.sum(axis=0), 0.0)
    squares = data.sum_squares + (n * deviation**2).sum()
    ratio = imbens_kolesar.covariance_ratio(
        n.sum(axis=1), (n * deviation).sum(axis=1)[:, None], np.array([squares])
    )
    return imbens_kolesar.degrees_of_freedom(imbens_kolesar.moments(n, positions), ratio)[:, 0]
