"""All pairs of the levels of a factor by every method that allows for clustered rows.

Each method starts from counts and sums per base family and level, and each of its rows says how
often it would reject on a design like its own where there is no difference, and where there is one.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from analysis_py.statistics.dependence.factor_fits import Draws, FactorFits, draw, fit_factor
from analysis_py.statistics.dependence.factor_levels import (
    BaseFamilyLevels,
    PairRow,
    base_family_levels,
    pair_rows,
)
from analysis_py.statistics.dependence.simulation.rates import EFFECT
from analysis_py.statistics.dependence.wild import effective_clusters, two_means, wild_test
from analysis_py.statistics.numerics.contrast_tests import (
    df_warning,
    holm,
    significance_level,
    t_test,
)
from analysis_py.statistics.rows import to_frame

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
        (
            RobustRow(**data.key, pairs=_pairs(data, draws, seed, confidence_level))
            for data in every
        ),
    )


def _pairs(data: BaseFamilyLevels, draws: Draws, seed: int, level: float) -> list[RobustPairRow]:
    fits = fit_factor(data, draws)
    described = [
        (_described(row, data, fits, (a, b), level), (a, b))
        for row, a, b in pair_rows(data, RobustPairRow, method="", seed=seed)
    ]
    rows = []
    for method in METHODS:
        of_method = [
            replace(row, method=method, **_tested(row, method, data, fits, ends, draws, level))
            for row, ends in described
        ]
        adjusted = holm([row.p_value for row in of_method])
        rows += [replace(row, p_adjusted=p) for row, p in zip(of_method, adjusted, strict=True)]
    return rows


def _described(
    row: RobustPairRow,
    data: BaseFamilyLevels,
    fits: FactorFits | None,
    ends: tuple[int, int],
    confidence_level: float,
) -> RobustPairRow:
    """Add what is known of a pair before any method."""
    if fits is None or row.estimate is None:
        return row
    std_error = float(fits.robust.std_error_naive[fits.places[ends]])
    if std_error > 0:
        df = fits.robust.df_naive
        row = replace(
            row,
            std_error_naive=std_error,
            df_den_naive=float(df),
            p_value_naive=t_test(row.estimate, std_error, df, confidence_level)["p_value"],
        )
    if row.status != "ok":
        return row
    smaller, larger = np.sort(data.std_dev[list(ends)])
    return replace(
        row,
        n_clusters_effective=effective_clusters(_of_pair(data.n_obs, data, ends)),
        std_dev_ratio=float(larger / smaller) if smaller > 0 else None,
        icc=fits.mixed.icc if fits.mixed else None,
        simulated_effect_pct=EFFECT * fits.mixed.std_dev if fits.mixed else None,
    )


def _tested(
    row: RobustPairRow,
    method: str,
    data: BaseFamilyLevels,
    fits: FactorFits | None,
    ends: tuple[int, int],
    draws: Draws,
    confidence_level: float,
) -> dict[str, Any]:
    """Return what a method says of a pair, as fields of its row."""
    if fits is None or row.status != "ok":
        return {}
    i = fits.places[ends]
    found, contrasts = _rates(fits, method, i), fits.by_method[method]
    if contrasts is None:
        status = "the variances between and within base families cannot be estimated separately"
        return {**found, "status": status}
    estimate, std_error, df = (
        float(of[i]) for of in (contrasts.estimate, contrasts.std_error, contrasts.df)
    )
    if np.isnan(estimate):
        return {**found, "status": "the variances of a group cannot be estimated separately"}
    if not (std_error > 0 and df > 0):
        return {**found, "status": "no variance between base families"}
    found |= {"estimate": estimate, "std_error": std_error}
    if row.std_error_naive is not None:
        found["std_error_ratio"] = std_error / row.std_error_naive
    if method == "wild":
        found["statistic"] = estimate / std_error
        return found | _bootstrapped(data, ends, draws.weights, confidence_level)
    is_alike = row.std_dev_ratio is not None and row.std_dev_ratio <= LARGEST_RATIO
    warning = df_warning(df)
    if warning is None and method == "mixed" and not is_alike:
        warning = "the groups differ in spread, and the model supposes one"
    test = t_test(estimate, std_error, df, confidence_level)
    return {**found, **test, "df_den": df, "warning": warning}


def _rates(fits: FactorFits, method: str, i: int) -> dict[str, Any]:
    """Return how often a method rejects on the design of a pair, as fields of its row."""
    certified, chosen = fits.certifying[method], fits.choosing.get(method)
    found: dict[str, Any] = {}
    if np.isfinite(certified.size[i]):
        found |= {
            "simulated_icc": fits.simulated_icc,
            "type1_error": float(certified.size[i]),
            "simulated_power": float(certified.power[i]),
            "n_simulations": certified.n_simulations,
        }
    if chosen is not None and np.isfinite(chosen.size[i]):
        found["type1_error_selection"] = float(chosen.size[i])
        found["power_selection"] = float(chosen.power[i])
    return found


def _bootstrapped(
    data: BaseFamilyLevels,
    ends: tuple[int, int],
    weights: NDArray[np.float64],
    confidence_level: float,
) -> dict[str, Any]:
    """Return the wild bootstrap's p-value and interval, as fields of a row."""
    n = _of_pair(data.n_obs, data, ends)
    total = _of_pair(data.total, data, ends) / 1e6
    p_value, low, high = wild_test(
        two_means(n, total.T[:, :, None]), weights[:, : len(n)], confidence_level
    )
    is_open = not (np.isfinite(low) and np.isfinite(high))
    return {
        "p_value": p_value,
        "log10_p_value": float(np.log10(p_value)),
        "ci_low": low if np.isfinite(low) else None,
        "ci_high": high if np.isfinite(high) else None,
        "n_samples": len(weights),
        "warning": "the interval has no end on a side" if is_open else None,
    }


def _of_pair(
    values: NDArray[np.float64] | NDArray[np.int64], data: BaseFamilyLevels, ends: tuple[int, int]
) -> NDArray[np.float64]:
    """Return the columns of a pair's levels, of the base families that have a row in either."""
    used = (data.n_obs[:, list(ends)] > 0).any(axis=1)
    return values[used][:, list(ends)].astype(float)
