"""All pairs of the levels of a factor with clustered rows, by two methods.

Both start from counts and sums per cluster and level. Each row has the type I error rate of its
test, simulated on its own design under the worst of several nulls.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np
import polars as pl
from numpy.typing import ArrayLike
from scipy import special

from analysis_py.statistics.clustered.calibration import Calibration, calibrate, rejecting
from analysis_py.statistics.clustered.null_model import (
    Noise,
    VarianceShares,
    draw_noise,
    variance_shares,
)
from analysis_py.statistics.clustered.regression import RobustContrasts
from analysis_py.statistics.dependence.factor_levels import (
    BaseFamilyLevels,
    PairRow,
    base_family_levels,
    level_regression,
    pair_rows,
)
from analysis_py.statistics.dependence.mixed_means import OwnContrasts, own_differences
from analysis_py.statistics.dependence.omnibus import OmnibusRow, omnibus_row
from analysis_py.statistics.dependence.samples import draw_samples
from analysis_py.statistics.dependence.sign_test import sign_test
from analysis_py.statistics.numerics.contrast_tests import (
    calibrated_test,
    df_warning,
    significance_level,
    t_test,
)
from analysis_py.statistics.rows import to_frame

METHODS = ("cr2", "mixed_cr2")
#: The difference whose power is simulated, in standard deviations within levels: a medium effect
#: (Cohen 1988, Statistical Power Analysis for the Behavioral Sciences).
EFFECT = 0.5


@dataclass(frozen=True, kw_only=True)
class RobustPairRow(PairRow):
    """A pair of levels by one method, beside its naive standard error."""

    method: str
    cluster_unit: str
    std_error_naive: float | None
    df_den_naive: float | None
    p_value_naive: float | None
    std_error: float | None
    std_error_ratio: float | None
    statistic: float | None
    df_den: float | None
    critical_t: float | None
    minimum_detectable_difference: float | None
    n_clusters_effective: float | None
    std_dev_ratio: float | None
    icc: float | None
    simulated_effect_pct: float | None
    type1_error: float | None
    type1_error_null: str | None
    type1_error_outliers: float | None
    p_value_sign: float | None
    simulated_power: float | None
    n_simulations: int | None
    seed: int


@dataclass(frozen=True, kw_only=True)
class RobustRow:
    """All pairs of the levels of a factor, and one test of all of them."""

    cohort_id: str
    benchmark_id: str
    factor: str
    cluster_unit: str
    n_obs: int
    n_clusters: int
    omnibus: list[OmnibusRow]
    pairs: list[RobustPairRow]


@dataclass(frozen=True)
class _Fits:
    """Both methods' fits of the pairs of the observed levels, in order of ``pairs``."""

    pairs: list[tuple[int, int]]
    plain: RobustContrasts
    own: OwnContrasts
    shares: VarianceShares
    calibrations: dict[tuple[int, int], tuple[Calibration, int, int]]
    outlier_rates: dict[tuple[int, int], float]
    omnibus: OmnibusRow


def fit_cluster_robust(
    sums: pl.DataFrame, n_simulations: int, seed: int, confidence_level: float = 0.95
) -> pl.DataFrame:
    """Compare all pairs of levels with clustered rows.

    Parameters
    ----------
    sums : polars.DataFrame
        One row per cohort, benchmark, factor, level and cluster (``base_family``), with
        ``level_order``, ``is_tested``, ``n_obs``, ``total_units`` (millionths of a percent) and
        ``sum_squares``, and its model generation as ``lineage_family``. Levels that are not tested
        are left out.
    n_simulations : int
        Simulated samples of each null, in two halves; each half is tested by the other's critical
        value.
    seed : int
        The simulations share their noise.
    confidence_level : float
        Of each interval, not simultaneous; simulated tests have the matching level.

    Returns
    -------
    polars.DataFrame
        One row per cohort, benchmark and factor, with ``omnibus``, the one test of all levels in
        two clusters or more, and ``pairs``, one per pair and ``method``:
        ``cr2``, the plain means with Bell and McCaffrey's variance and degrees of freedom as if
        rows were independent; and ``mixed_cr2``, the means of a mixed model of each level with the
        same variance, and the critical value of t that keeps the level under the worst of the nulls
        of :func:`analysis_py.statistics.clustered.null_model.stated_nulls`.
        ``type1_error`` is the largest rate of these. A pair with an empty group, or a group in one
        cluster only, has no result but a reason in ``status``.
    """
    every = list(base_family_levels(sums))
    most = max((len(d.n_obs) + 2 * int((d.n_obs > 0).sum()) for d in every), default=0)
    noise = draw_noise(most, n_simulations, seed)
    return to_frame(RobustRow, (_factor(data, noise, seed, confidence_level) for data in every))


def _factor(data: BaseFamilyLevels, noise: Noise, seed: int, level: float) -> RobustRow:
    fits = _fit(data, noise, seed, significance_level(level))
    described = [
        (_add_facts(row, data, fits, (a, b), level), (a, b))
        for row, a, b in pair_rows(
            data, RobustPairRow, method="", cluster_unit=data.unit, seed=seed
        )
    ]
    return RobustRow(
        **data.key,
        cluster_unit=data.unit,
        n_obs=int(data.n_obs.sum()),
        n_clusters=int((data.n_obs.sum(axis=1) > 0).sum()),
        omnibus=[fits.omnibus if fits else omnibus_row(data, seed)],
        pairs=[
            _add_result(replace(row, method=method), data, fits, ends, level)
            for method in METHODS
            for row, ends in described
        ],
    )


def _fit(data: BaseFamilyLevels, noise: Noise, seed: int, level: float) -> _Fits | None:
    """Fit both methods to the observed levels; None if fewer than two have rows."""
    observed = np.flatnonzero(data.n_obs.sum(axis=0) > 0)
    if len(observed) < 2:
        return None
    seen = data.select(observed)
    mean = seen.mean
    ends = list(combinations(range(len(observed)), 2))
    regression = level_regression(seen.n_obs, ends)
    shares = variance_shares(seen.n_obs, mean, seen.sum_squares, seen.generation)
    differences = own_differences(seen.n_obs, mean, seen.level_squares, ends)
    pairs = [(int(observed[a]), int(observed[b])) for a, b in ends]
    tested = [(int(a), int(b)) for a, b in combinations(data.repeated, 2)]
    calibrations, outlier_rates, omnibus = {}, {}, omnibus_row(data, seed)
    if tested:
        samples, outlying, df = draw_samples(data.select(data.repeated), shares, noise)
        calibration, q = calibrate(samples, level, df, EFFECT), len(tested)
        rates = rejecting(outlying, calibration.critical_t)[q:].tolist()
        outlier_rates = dict(zip(tested, rates, strict=True))
        calibrations = {ends: (calibration, i, i + q) for i, ends in enumerate(tested)}
        at = [pairs.index(ends) for ends in tested]
        of_own = {name: (e[q:], v[q:]) for name, (e, v) in samples.items()}
        found_own = differences.estimate[at], differences.std_error[at] ** 2
        omnibus = omnibus_row(data, seed, found_own, of_own, level)
    return _Fits(
        pairs=pairs,
        plain=regression.contrasts(mean[seen.n_obs > 0], seen.sum_squares),
        own=differences,
        shares=shares,
        calibrations=calibrations,
        outlier_rates=outlier_rates,
        omnibus=omnibus,
    )


def _add_facts(
    row: RobustPairRow,
    data: BaseFamilyLevels,
    fits: _Fits | None,
    ends: tuple[int, int],
    confidence_level: float,
) -> RobustPairRow:
    """Add the facts of a pair that do not depend on the method."""
    if fits is None or row.estimate is None:
        return row
    std_error = float(fits.plain.std_error_naive[fits.pairs.index(ends)])
    if std_error > 0:
        df = fits.plain.df_naive
        row = replace(
            row,
            std_error_naive=std_error,
            df_den_naive=float(df),
            p_value_naive=t_test(row.estimate, std_error, df, confidence_level)["p_value"],
        )
    if row.status != "ok":
        return row
    smaller, larger = np.sort(data.std_dev[list(ends)])
    std_dev = fits.shares.std_dev
    return replace(
        row,
        n_clusters_effective=effective_clusters(data.n_obs[:, list(ends)]),
        std_dev_ratio=float(larger / smaller) if smaller > 0 else None,
        icc=fits.shares.icc if std_dev is not None else None,
        simulated_effect_pct=EFFECT * std_dev if std_dev is not None else None,
    )


def _add_result(
    row: RobustPairRow,
    data: BaseFamilyLevels,
    fits: _Fits | None,
    ends: tuple[int, int],
    confidence_level: float,
) -> RobustPairRow:
    """Add a method's result for a pair."""
    if fits is None or row.status != "ok" or row.estimate is None:
        return row
    place = fits.pairs.index(ends)
    calibration, *places = fits.calibrations[ends]
    is_plain = row.method == "cr2"
    i, of = (places[0], fits.plain) if is_plain else (places[1], fits.own)
    estimate, std_error, df = (float(x[place]) for x in (of.estimate, of.std_error, of.df))
    # no test if samples of a null often have none
    if not (std_error > 0 and df > 0 and np.isfinite(calibration.critical_t[i])):
        return replace(row, status="no variance between clusters")
    tail = float(special.stdtrit(df, (1 + confidence_level) / 2))
    critical = tail if is_plain else float(calibration.critical_t[i])
    higher = list(ends if estimate > 0 else ends[::-1])
    return replace(
        row,
        estimate=estimate,
        std_error=std_error,
        std_error_ratio=std_error / row.std_error_naive if row.std_error_naive else None,
        df_den=df,
        critical_t=critical,
        **calibrated_test(estimate, std_error, df, critical, confidence_level),
        type1_error=float(
            (calibration.type1_error if is_plain else calibration.type1_error_calibrated)[i]
        ),
        type1_error_null=(calibration.null if is_plain else calibration.null_calibrated)[i],
        type1_error_outliers=None if is_plain else fits.outlier_rates[ends],
        p_value_sign=None if is_plain else sign_test(*data.mean.T[higher]),
        simulated_power=float(calibration.power[i]),
        n_simulations=calibration.n_simulations,
        warning=df_warning(df),
    )


def effective_clusters(n_obs: ArrayLike) -> float:
    r"""Return the effective number of clusters of a difference of two means.

    Carter, Schnepel and Steigerwald (2017, Review of Economics and Statistics 99, 698-709):
    :math:`G / (1 + \Gamma)`, Γ the squared coefficient of variation of what each cluster adds to
    the variance of the difference, with perfectly correlated rows of a cluster, their
    conservative choice.
    """
    n = np.asarray(n_obs, dtype=float)
    share = n / n.sum(axis=0)
    added = (share[:, 0] - share[:, 1]) ** 2
    if not added.sum() > 0:
        return 0.0
    return float(added.sum() ** 2 / (added**2).sum())
