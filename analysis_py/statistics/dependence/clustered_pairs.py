"""All pairs of the levels of a factor by every method that allows for clustered rows.

Each method starts from counts and sums per base family and level, and each of its rows says how
often it would reject on a design like its own where there is no difference, and where there is one.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TypedDict

import numpy as np
import polars as pl
from numpy.typing import NDArray

from analysis_py.statistics.dependence.factor_fits import Draws, FactorFits, draw, fit_factor
from analysis_py.statistics.dependence.levels import (
    BaseFamilyLevels,
    PairOfLevels,
    PairRow,
    base_family_levels,
    describe_pairs,
)
from analysis_py.statistics.dependence.robust import RobustContrasts
from analysis_py.statistics.dependence.simulated import EFFECT
from analysis_py.statistics.dependence.wild import effective_clusters, two_means, wild_test
from analysis_py.statistics.numerics.contrast_tests import (
    MINIMUM_DF,
    holm,
    significance_level,
    t_test,
)
from analysis_py.statistics.rows import to_frame, with_nulls

METHODS = ("cr2", "cr2_ik", "wild", "mixed", "mixed_own", "mixed_cr2")
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
    type1_error_selection: float | None
    power_selection: float | None
    type1_error: float | None
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
        The bootstraps share their weights, the simulations their noise; the two simulations that
        choose and certify have none in common.
    confidence_level : float
        Of each interval, not simultaneous; the tests that are simulated have the level that goes
        with it.

    Returns
    -------
    polars.DataFrame
        One row per cohort, benchmark and factor, with ``pairs``, one per pair and ``method``:
        ``cr2`` and ``cr2_ik`` (Bell and McCaffrey's variance, with degrees of freedom under
        independent rows and under Imbens and Kolesár's working model), ``wild`` (restricted wild
        cluster bootstrap), ``mixed`` (random intercept of the base family), ``mixed_own`` (the
        same for each group, with variances of its own) and ``mixed_cr2`` (the means of
        ``mixed_own`` with Bell and McCaffrey's variance). ``p_adjusted`` is
        Holm's (1979) over the pairs of the factor by one method. A pair without an observation, or
        with a group in one base family only, has no result and says why in ``status``.
    """
    every = list(base_family_levels(sums))
    n_clusters = max((len(data.n_obs) for data in every), default=0)
    n_cells = max((int((data.n_obs > 0).sum()) for data in every), default=0)
    level = significance_level(confidence_level)
    draws = draw(n_clusters, n_cells, n_samples, n_simulations, seed, level)
    return to_frame(
        RobustRow,
        (RobustRow(**data.key, pairs=_pairs(data, draws, confidence_level)) for data in every),
    )


def _pairs(data: BaseFamilyLevels, draws: Draws, confidence_level: float) -> list[RobustPairRow]:
    fits = fit_factor(data, draws)
    described = [
        (pair, _known(pair, fits, confidence_level)) for pair, _, _ in describe_pairs(data)
    ]
    rows = []
    for method in METHODS:
        of_method = [
            _row(pair, known, method, fits, draws, confidence_level) for pair, known in described
        ]
        adjusted = holm([row.p_value for row in of_method])
        rows += [replace(row, p_adjusted=p) for row, p in zip(of_method, adjusted, strict=True)]
    return rows


def _known(
    pair: PairOfLevels, fits: FactorFits | None, confidence_level: float
) -> dict[str, object]:
    """Return what is known of a pair before any method, as fields of a row."""
    if fits is None or (difference := pair["estimate"]) is None:
        return {}
    i = fits.positions[pair["group_a"], pair["group_b"]]
    known: dict[str, object] = {**_naive(difference, fits.robust, i, confidence_level)}
    if pair["status"] != "ok":
        return known
    columns = [fits.data.levels.index(pair["group_a"]), fits.data.levels.index(pair["group_b"])]
    smaller, larger = np.sort(fits.std_dev[columns])
    known |= {
        "n_clusters_effective": effective_clusters(_of_pair(pair, fits.data, fits.data.n_obs)),
        "std_dev_ratio": float(larger / smaller) if smaller > 0 else None,
    }
    if fits.mixed is not None:
        known |= {
            "icc": fits.mixed.icc,
            "simulated_effect_pct": EFFECT * fits.mixed.std_dev,
        }
    return known


class _Naive(TypedDict):
    """The test of a difference as if rows were independent."""

    std_error_naive: float | None
    df_den_naive: float | None
    p_value_naive: float | None


def _naive(estimate: float, robust: RobustContrasts, i: int, confidence_level: float) -> _Naive:
    std_error = float(robust.std_error_naive[i])
    if not std_error > 0:
        return {"std_error_naive": None, "df_den_naive": None, "p_value_naive": None}
    return {
        "std_error_naive": std_error,
        "df_den_naive": float(robust.df_naive),
        "p_value_naive": t_test(estimate, std_error, robust.df_naive, confidence_level)["p_value"],
    }


def _row(
    pair: PairOfLevels,
    of_pair: dict[str, object],
    method: str,
    fits: FactorFits | None,
    draws: Draws,
    confidence_level: float,
) -> RobustPairRow:
    known: dict[str, object] = {**pair, **of_pair, "method": method, "seed": draws.seed}
    if fits is None or pair["status"] != "ok":
        return with_nulls(RobustPairRow, **known)
    known |= _rates(pair, method, fits)
    i = fits.positions[pair["group_a"], pair["group_b"]]
    contrasts = _contrasts(method, fits)
    if contrasts is None:
        status = "the variances between and within base families cannot be estimated separately"
        return with_nulls(RobustPairRow, **(known | {"status": status}))
    estimate, std_error, df = (float(of[i]) for of in contrasts)
    if np.isnan(estimate):
        status = "the variances of a group cannot be estimated separately"
        return with_nulls(RobustPairRow, **(known | {"status": status}))
    if not (std_error > 0 and df > 0):
        status = "no variance between base families"
        return with_nulls(RobustPairRow, **(known | {"status": status}))
    known |= {"estimate": estimate, "std_error": std_error}
    if (std_error_naive := float(fits.robust.std_error_naive[i])) > 0:
        known["std_error_ratio"] = std_error / std_error_naive
    if method == "wild":
        known |= _wild(pair, fits.data, draws, estimate / std_error, confidence_level)
    else:
        known |= {**t_test(estimate, std_error, df, confidence_level), "df_den": df}
        known["warning"] = _warning(method, df, known["std_dev_ratio"])
    return with_nulls(RobustPairRow, **known)


def _contrasts(method: str, fits: FactorFits) -> tuple[NDArray[np.float64], ...] | None:
    """Return estimates, standard errors and degrees of freedom by a method."""
    robust, own, mixed = fits.robust, fits.own, fits.mixed
    if method == "mixed":
        return None if mixed is None else (mixed.estimate, mixed.std_error, mixed.df)
    if method == "mixed_own":
        return own.estimate, own.std_error, own.df
    if method == "mixed_cr2":
        return own.estimate, own.std_error_cr2, own.df_cr2
    return robust.estimate, robust.std_error, fits.df_ik if method == "cr2_ik" else robust.df


def _rates(pair: PairOfLevels, method: str, fits: FactorFits) -> dict[str, object]:
    """Return how often a method rejects on the design of a pair, as fields of a row."""
    i = fits.simulated[pair["group_a"], pair["group_b"]]
    found: dict[str, object] = {}
    certified = fits.certifying[method]
    if np.isfinite(certified.size[i]):
        found |= {
            "simulated_icc": fits.simulated_icc,
            "type1_error": float(certified.size[i]),
            "simulated_power": float(certified.power[i]),
            "n_simulations": certified.n_simulations,
        }
    chosen = fits.choosing.get(method)
    if chosen is not None and np.isfinite(chosen.size[i]):
        found |= {
            "type1_error_selection": float(chosen.size[i]),
            "power_selection": float(chosen.power[i]),
        }
    return found


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
    draws: Draws,
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
