"""All pairs of the levels of a factor by every method that allows for clustered rows.

Each method starts from counts and sums per base family and level, and each of its rows says how
often it would reject on a design like its own where there is no difference, and where there is one.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import combinations
from typing import TypedDict

import numpy as np
import polars as pl
from numpy.typing import NDArray

from analysis_py.dependence import imbens_kolesar
from analysis_py.dependence.levels import (
    BaseFamilyLevels,
    PairOfLevels,
    PairRow,
    base_family_levels,
    describe_pairs,
)
from analysis_py.dependence.mixed import MixedContrasts, mixed_differences, mixed_mean
from analysis_py.dependence.robust import RobustContrasts, mean_differences
from analysis_py.dependence.simulated import (
    EFFECT,
    Noise,
    Rates,
    draw_noise,
    rounded_icc,
    simulate_rates,
)
from analysis_py.dependence.wild import draw_weights, effective_clusters, two_means, wild_test
from analysis_py.numerics.contrast_tests import MINIMUM_DF, holm, t_test
from analysis_py.rows import frame_of, unfilled

METHODS = ("cr2", "cr2_ik", "wild", "mixed", "mixed_own")
#: Ratio of two standard deviations above which one variance for both is no model.
LARGEST_RATIO = 1.5


@dataclass(frozen=True, kw_only=True)
class RobustPairRow(PairRow):
    """A pair of levels by one method, beside its naive standard error."""

    method: str
    std_error_naive: float | None
    df_den_naive: float | None
    p_value_naive: float | None
    std_error: float | None
    std_error_ratio: float | None
    statistic: float | None
    df_den: float | None
    log10_p_value: float | None
    p_adjusted: float | None
    n_clusters_effective: float | None
    std_dev_ratio: float | None
    icc: float | None
    simulated_icc: float | None
    simulated_effect_pct: float | None
    simulated_size: float | None
    simulated_power: float | None
    n_simulations: int | None
    n_samples: int | None
    seed: int


@dataclass(frozen=True, kw_only=True)
class RobustRow:
    """All pairs of the levels of a factor, by every method."""

    cohort_id: str
    benchmark_id: str
    factor: str
    pairs: list[RobustPairRow]


class _Naive(TypedDict):
    """The test of a difference as if rows were independent."""

    std_error_naive: float | None
    df_den_naive: float | None
    p_value_naive: float | None


@dataclass(frozen=True)
class _Draws:
    """What is drawn at random: weights of the bootstraps, and the noise of the simulations.

    ``known`` keeps the rates of each design, which benchmarks of one cohort share.
    """

    weights: NDArray[np.float64]
    noise: Noise
    seed: int
    known: dict[tuple[bytes, float, bytes], dict[str, Rates]]


@dataclass(frozen=True)
class _Fits:
    """What the methods say of all pairs of the observed levels.

    ``pairs`` and ``simulated_pairs`` name the pairs in their order: of the fits, and of the rates,
    which leave out what lies in one base family.
    """

    data: BaseFamilyLevels
    pairs: list[tuple[str, str]]
    robust: RobustContrasts
    df_ik: NDArray[np.float64]
    mixed: MixedContrasts | None
    simulated_icc: float
    rates: dict[str, Rates]
    simulated_pairs: list[tuple[str, str]]


def fit_cluster_robust(
    sums: pl.DataFrame,
    n_samples: int,
    n_simulations: int,
    seed: int,
    confidence_level: float = 0.95,
) -> pl.DataFrame:
    """Compare all pairs of levels by every method for clustered rows.

    Parameters
    ----------
    sums : polars.DataFrame
        One row per cohort, benchmark, factor, level and base family, with ``level_order``,
        ``is_tested``, ``n_obs``, ``total_units`` (millionths of a percent) and ``sum_squares``.
        Levels that are not tested are left out.
    n_samples : int
        Draws of each wild bootstrap.
    n_simulations : int
        Simulated samples of each design.
    seed : int
        The bootstraps share their weights, the simulations their noise.
    confidence_level : float
        Of each interval; not simultaneous.

    Returns
    -------
    polars.DataFrame
        One row per cohort, benchmark and factor, with ``pairs``, one per pair and ``method``:
        ``cr2`` and ``cr2_ik`` (Bell and McCaffrey's variance, with degrees of freedom under
        independent rows and under Imbens and Kolesár's working model), ``wild`` (restricted wild
        cluster bootstrap), ``mixed`` (random intercept of the base family) and ``mixed_own`` (the
        same for each group, with variances of its own). ``p_adjusted`` is
        Holm's (1979) over the pairs of the factor by one method. A pair without an observation, or
        with a group in one base family only, has no result and says why in ``status``.
    """
    every = list(base_family_levels(sums))
    n_clusters = max((len(data.n_obs) for data in every), default=0)
    n_cells = max((int((data.n_obs > 0).sum()) for data in every), default=0)
    draws = _Draws(
        weights=draw_weights(n_clusters, n_samples, np.random.default_rng(seed)).T,
        noise=draw_noise(n_clusters + n_cells, n_simulations, seed),
        seed=seed,
        known={},
    )
    return frame_of(
        RobustRow,
        (RobustRow(**data.key, pairs=_pairs(data, draws, confidence_level)) for data in every),
    )


def _pairs(data: BaseFamilyLevels, draws: _Draws, confidence_level: float) -> list[RobustPairRow]:
    pairs = [pair for pair, _, _ in describe_pairs(data)]
    fits = _fit(data, draws)
    rows = []
    for method in METHODS:
        of_method = [_row(pair, method, fits, draws, confidence_level) for pair in pairs]
        adjusted = holm([row.p_value for row in of_method])
        rows += [replace(row, p_adjusted=p) for row, p in zip(of_method, adjusted, strict=True)]
    return rows


def _fit(data: BaseFamilyLevels, draws: _Draws) -> _Fits | None:
    observed = np.flatnonzero(data.n_obs.sum(axis=0) > 0)
    if len(observed) < 2:
        return None
    seen = data.select(observed)
    positions = list(combinations(range(len(observed)), 2))
    mixed = mixed_differences(seen.n_obs, seen.mean, seen.sum_squares, positions)
    icc = rounded_icc(mixed.icc) if mixed else 0.0
    testable = np.flatnonzero((seen.n_obs > 0).sum(axis=0) > 1).tolist()
    simulated = list(combinations(testable, 2))
    n = seen.n_obs[seen.n_obs.sum(axis=1) > 0]
    design = n.tobytes() + bytes(n.shape[1])
    spread = _spread(seen)
    key = design, icc, spread.tobytes()
    if simulated and key not in draws.known:
        draws.known[key] = simulate_rates(n, simulated, icc, draws.noise, spread)
    return _Fits(
        data=seen,
        pairs=_named(seen, positions),
        robust=mean_differences(seen.n_obs, seen.mean, seen.sum_squares, positions),
        df_ik=_df_ik(seen, positions),
        mixed=mixed,
        simulated_icc=icc,
        rates=draws.known.get(key, {}),
        simulated_pairs=_named(seen, simulated),
    )


def _spread(data: BaseFamilyLevels) -> NDArray[np.float64]:
    """Return the standard deviation of each level in units of that of all, rounded to tenths."""
    n, std_dev = data.n_obs.sum(axis=0), np.nan_to_num(data.std_dev)
    common = np.sqrt(np.average(std_dev**2, weights=np.maximum(n - 1, 1)))
    if not common > 0:
        return np.ones(len(n))
    return np.where(n > 1, np.maximum(np.round(std_dev / common, 1), 0.05), 1.0)


def _named(data: BaseFamilyLevels, positions: list[tuple[int, int]]) -> list[tuple[str, str]]:
    return [(data.levels[a], data.levels[b]) for a, b in positions]


def _df_ik(data: BaseFamilyLevels, positions: list[tuple[int, int]]) -> NDArray[np.float64]:
    n = data.n_obs.astype(float)
    mean = np.where(n > 0, data.mean, 0.0)
    deviation = np.where(n > 0, mean - (n * mean).sum(axis=0) / n.sum(axis=0), 0.0)
    squares = data.sum_squares + (n * deviation**2).sum()
    ratio = imbens_kolesar.covariance_ratio(
        n.sum(axis=1), (n * deviation).sum(axis=1)[:, None], np.array([squares])
    )
    return imbens_kolesar.degrees_of_freedom(imbens_kolesar.moments(n, positions), ratio)[:, 0]


def _row(
    pair: PairOfLevels, method: str, fits: _Fits | None, draws: _Draws, confidence_level: float
) -> RobustPairRow:
    if fits is None or (difference := pair["estimate"]) is None:
        return unfilled(RobustPairRow, **pair, method=method, seed=draws.seed)
    i = fits.pairs.index((pair["group_a"], pair["group_b"]))
    known: dict[str, object] = {**pair, "method": method, "seed": draws.seed}
    known |= _naive(difference, fits.robust, i, confidence_level)
    if pair["status"] != "ok":
        return unfilled(RobustPairRow, **known)
    known |= _rates(pair, method, fits, draws)
    if method == "mixed_own":
        own = _own_variances(pair, fits.data)
        if own is None:
            status = "the variances of a group cannot be told apart"
            return unfilled(RobustPairRow, **(known | {"status": status}))
        estimate, std_error, df = own
    elif method == "mixed":
        if fits.mixed is None:
            status = "the variances between and within base families cannot be told apart"
            return unfilled(RobustPairRow, **(known | {"status": status}))
        estimate, std_error, df = (
            float(of[i]) for of in (fits.mixed.estimate, fits.mixed.std_error, fits.mixed.df)
        )
    else:
        estimate, std_error = difference, float(fits.robust.std_error[i])
        df = float(fits.df_ik[i] if method == "cr2_ik" else fits.robust.df[i])
    if not (std_error > 0 and df > 0):
        status = "no variance between base families"
        return unfilled(RobustPairRow, **(known | {"status": status}))
    known |= {"estimate": estimate, "std_error": std_error}
    if (std_error_naive := float(fits.robust.std_error_naive[i])) > 0:
        known["std_error_ratio"] = std_error / std_error_naive
    if method == "wild":
        known |= _wild(pair, fits.data, draws, estimate / std_error, confidence_level)
    else:
        known |= {**t_test(estimate, std_error, df, confidence_level), "df_den": df}
        known["warning"] = _warning(method, df, known["std_dev_ratio"])
    return unfilled(RobustPairRow, **known)


def _naive(estimate: float, robust: RobustContrasts, i: int, confidence_level: float) -> _Naive:
    std_error = float(robust.std_error_naive[i])
    if not std_error > 0:
        return {"std_error_naive": None, "df_den_naive": None, "p_value_naive": None}
    return {
        "std_error_naive": std_error,
        "df_den_naive": float(robust.df_naive),
        "p_value_naive": t_test(estimate, std_error, robust.df_naive, confidence_level)["p_value"],
    }


def _rates(pair: PairOfLevels, method: str, fits: _Fits, draws: _Draws) -> dict[str, object]:
    """Return what the design of a pair says of a method, as fields of a row."""
    n = _of_pair(pair, fits.data, fits.data.n_obs)
    found: dict[str, object] = {
        "n_clusters_effective": effective_clusters(n),
        "std_dev_ratio": _std_dev_ratio(pair, fits.data),
    }
    i = fits.simulated_pairs.index((pair["group_a"], pair["group_b"]))
    rates = fits.rates[method]
    if np.isfinite(rates.size[i]):
        found |= {
            "simulated_icc": fits.simulated_icc,
            "simulated_size": float(rates.size[i]),
            "simulated_power": float(rates.power[i]),
            "n_simulations": rates.n_simulations,
        }
    if fits.mixed is not None:
        found |= {"icc": fits.mixed.icc, "simulated_effect_pct": EFFECT * fits.mixed.std_dev}
    return found


def _own_variances(pair: PairOfLevels, data: BaseFamilyLevels) -> tuple[float, float, float] | None:
    """Return the difference of two means that each have variances of their own.

    Its degrees of freedom are Welch's (1947, Biometrika 34, 28-35), from Kenward and Roger's of
    the two means. A base family with rows in both groups counts as two, which is on the safe side.
    """
    found = []
    for name in (pair["group_a"], pair["group_b"]):
        j = data.levels.index(name)
        used = data.n_obs[:, j] > 0
        found.append(
            mixed_mean(data.n_obs[used, j], data.mean[used, j], float(data.level_squares[j]))
        )
    if (a := found[0]) is None or (b := found[1]) is None:
        return None
    variance_a, variance_b = a[1] ** 2, b[1] ** 2
    variance = variance_a + variance_b
    if not variance > 0:
        return a[0] - b[0], 0.0, 0.0
    df = variance**2 / (variance_a**2 / a[2] + variance_b**2 / b[2])
    return a[0] - b[0], float(np.sqrt(variance)), df


def _std_dev_ratio(pair: PairOfLevels, data: BaseFamilyLevels) -> float | None:
    """Return the larger standard deviation of two levels in units of the smaller."""
    columns = [data.levels.index(pair["group_a"]), data.levels.index(pair["group_b"])]
    smaller, larger = np.sort(data.std_dev[columns])
    return float(larger / smaller) if smaller > 0 else None


def _warning(method: str, df: float, std_dev_ratio: object) -> str | None:
    if df < MINIMUM_DF:
        return "fewer than 4 degrees of freedom"
    is_alike = isinstance(std_dev_ratio, float) and std_dev_ratio <= LARGEST_RATIO
    if method == "mixed" and not is_alike:
        return "the groups differ in spread, and the model supposes one"
    return None


def _wild(
    pair: PairOfLevels,
    data: BaseFamilyLevels,
    draws: _Draws,
    statistic: float,
    confidence_level: float,
) -> dict[str, object]:
    """Return the bootstrap's p-value and interval, as fields of a row."""
    n = _of_pair(pair, data, data.n_obs)
    total = _of_pair(pair, data, data.total) / 1e6
    p_value, low, high = wild_test(
        two_means(n, total.T[:, :, None]), draws.weights[:, : len(n)], confidence_level
    )
    is_open = not (np.isfinite(low) and np.isfinite(high))
    return {
        "statistic": statistic,
        "p_value": p_value,
        "log10_p_value": float(np.log10(p_value)),
        "ci_low": low if np.isfinite(low) else None,
        "ci_high": high if np.isfinite(high) else None,
        "n_samples": len(draws.weights),
        "warning": "the interval has no end on a side" if is_open else None,
    }


def _of_pair(
    pair: PairOfLevels, data: BaseFamilyLevels, values: NDArray[np.float64] | NDArray[np.int64]
) -> NDArray[np.float64]:
    """Return the columns of a pair's levels, of the base families that have a row in either."""
    columns = [data.levels.index(pair["group_a"]), data.levels.index(pair["group_b"])]
    used = (data.n_obs[:, columns] > 0).any(axis=1)
    return values[used][:, columns].astype(float)
