"""Adjusted differences of training types for every cohort and benchmark."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np
import polars as pl

from analysis_py.statistics.adjustment.cells import (
    FORMULAS,
    TypedCells,
    design,
    overlap,
    warnings_of,
)
from analysis_py.statistics.clustered.calibration import (
    Calibration,
    calibrate,
    residual_parts,
    sample_regression,
)
from analysis_py.statistics.clustered.null_model import Noise, draw_noise, stated_nulls
from analysis_py.statistics.clustered.regression import (
    RobustContrasts,
    clustered_regression,
)
from analysis_py.statistics.keys import BENCHMARK_KEY, by_benchmark
from analysis_py.statistics.numerics.contrast_tests import (
    calibrated_test,
    significance_level,
    t_test,
)
from analysis_py.statistics.rows import to_frame, with_nulls

_NO_ROW = "no evaluation with a size and a score"
_ONE_BASE_FAMILY = "a group lies in one base family"


@dataclass(frozen=True, kw_only=True)
class AdjustedPairRow:
    """The difference of two training types at the cohort's mix, and the unadjusted one."""

    estimate_unadjusted: float | None
    estimate: float | None
    std_error_naive: float | None
    std_error: float | None
    df_den: float | None
    ci_low: float | None
    ci_high: float | None
    warning: str | None
    status: str
    group_a: str
    group_b: str
    n_a: int
    n_b: int
    n_clusters_a: int
    n_clusters_b: int
    statistic: float | None
    p_value: float | None
    simulated_icc: float | None
    type1_error: float | None
    critical_t: float | None
    p_value_calibrated: float | None
    type1_error_calibrated: float | None
    type1_error_null: str | None
    minimum_detectable_difference: float | None
    n_simulations: int | None
    common_share_a: float | None
    common_share_b: float | None
    size_overlap: float | None


@dataclass(frozen=True, kw_only=True)
class AdjustedTypesRow:
    """The training types of a cohort and benchmark by one method."""

    cohort_id: str
    benchmark_id: str
    factor: str
    method: str
    formula: str
    n_used: int
    n_dropped: int
    pairs: list[AdjustedPairRow]


@dataclass(frozen=True)
class _Fit:
    """The differences of all pairs of levels, calibrated."""

    contrasts: RobustContrasts
    calibration: Calibration
    icc: float


def fit_adjusted_types(
    cells: pl.DataFrame, n_simulations: int, seed: int, confidence_level: float = 0.95
) -> pl.DataFrame:
    """Standardise the training types of every cohort to its mix of sizes and architectures.

    Parameters
    ----------
    cells : polars.DataFrame
        One row per cohort, benchmark, ``training_type``, ``architecture_family``,
        ``parameters_b`` and ``base_family``, with ``n_evaluations``, ``n_obs``, ``mean``,
        ``sum_squares`` and, if it is known, ``lineage_family``. Rows without a size or a score are
        counted as dropped.
    n_simulations : int
        Simulated samples of each null, in two halves; each half is tested by the other's critical
        value.
    seed : int
        All designs share their noise.
    confidence_level : float
        Of each interval; not simultaneous.

    Returns
    -------
    polars.DataFrame
        One row per cohort, benchmark and method (``ancova``, ``g_computation``): ``formula``,
        ``n_used``, ``n_dropped`` and ``pairs``. Standard errors are by the delta method, which is
        exact because both are linear in the coefficients: naive, and CR2 clustered on base
        families. ``estimate_unadjusted`` is the unadjusted difference on the same rows.
        ``type1_error`` is the rejection rate of the CR2 test of a pair in samples of its own design
        without a difference, under the worst of the nulls of
        :func:`analysis_py.statistics.clustered.null_model.stated_nulls`. Under "cluster by level"
        the effect of a type varies between base families.
    """
    rows = []
    every = [
        (key, group, TypedCells.from_frame(group))
        for key, group in by_benchmark(cells.sort(*BENCHMARK_KEY))
    ]
    # a cluster, and a cluster of one type, has a cell or more
    most = max((3 * len(used.n_obs) for _, _, used in every), default=0)
    noise, level = draw_noise(most, n_simulations, seed), significance_level(confidence_level)
    for key, group, used in every:
        n_used = int(used.n_obs.sum())
        levels = sorted(set(group["training_type"].to_list()))
        for method, formula in FORMULAS.items():
            fit = _fit(used, method, noise, level) if used.problem is None else None
            rows.append(
                AdjustedTypesRow(
                    **key,
                    factor="training_type",
                    method=method,
                    formula=formula,
                    n_used=n_used,
                    n_dropped=int(group["n_evaluations"].sum()) - n_used,
                    pairs=[
                        _pair(used, *ends, fit, confidence_level)
                        for ends in combinations(levels, 2)
                    ],
                )
            )
    return to_frame(AdjustedTypesRow, rows)


def _fit(cells: TypedCells, method: str, noise: Noise, level: float) -> _Fit:
    columns, at = design(cells, method)
    differences = [at[a] - at[b] for a, b in combinations(range(len(at)), 2)]
    regression = clustered_regression(columns, cells.n_obs, cells.base_family, differences)
    generation = np.unique(cells.generation, return_inverse=True)[1]
    residuals = residual_parts(regression, cells.mean, cells.level_squares, cells.level, generation)
    nulls = stated_nulls(cells.n_obs, regression.clusters, cells.level, generation, *residuals)
    sample = sample_regression(regression)
    samples = {name: sample(null, noise) for name, null in nulls.items()}
    return _Fit(
        contrasts=regression.contrasts(cells.mean, cells.sum_squares),
        calibration=calibrate(samples, level, regression.df),
        icc=residuals[0].icc,
    )


def _pair(
    cells: TypedCells, group_a: str, group_b: str, fit: _Fit | None, confidence_level: float
) -> AdjustedPairRow:
    """Compare two types, of which one may have no row."""
    a, b = (cells.levels.index(g) if g in cells.levels else None for g in (group_a, group_b))
    row = with_nulls(
        AdjustedPairRow,
        group_a=group_a,
        group_b=group_b,
        n_a=0 if a is None else cells.n_of(a),
        n_b=0 if b is None else cells.n_of(b),
        n_clusters_a=0 if a is None else cells.n_base_families_of(a),
        n_clusters_b=0 if b is None else cells.n_base_families_of(b),
        status=_NO_ROW,
    )
    if a is None or b is None:
        return row
    is_alone = min(row.n_clusters_a, row.n_clusters_b) < 2
    common = overlap(cells, a, b)
    row = replace(
        row,
        estimate_unadjusted=cells.mean_of(a) - cells.mean_of(b),
        **common,
        status=cells.problem or (_ONE_BASE_FAMILY if is_alone else "ok"),
    )
    # the contrasts of the fit are the pairs of levels with rows
    place = list(combinations(range(len(cells.levels)), 2)).index((a, b))
    row = _with_contrast(row, fit, place, confidence_level)
    shares = [
        ("group a lies outside the common sizes", common["common_share_a"]),
        ("group b lies outside the common sizes", common["common_share_b"]),
    ]
    row = replace(row, warning=warnings_of(shares, row.df_den))
    return row if fit is None else _with_tests(row, fit, place, confidence_level)


def _with_tests(
    row: AdjustedPairRow, fit: _Fit, place: int, confidence_level: float
) -> AdjustedPairRow:
    """Add the test of an estimate, as stated and as calibrated, if it has an error and freedom."""
    estimate, std_error, df = row.estimate, row.std_error, row.df_den
    if estimate is None or std_error is None or df is None:
        return row
    row = replace(row, **t_test(estimate, std_error, df, confidence_level))
    calibration = fit.calibration
    if not np.isfinite(calibration.type1_error[place]):
        return row
    critical = float(calibration.critical_t[place])
    calibrated = calibrated_test(estimate, std_error, df, critical, confidence_level)
    return replace(
        row,
        simulated_icc=fit.icc,
        type1_error=float(calibration.type1_error[place]),
        critical_t=critical,
        p_value_calibrated=calibrated["p_value"],
        minimum_detectable_difference=calibrated["minimum_detectable_difference"],
        type1_error_calibrated=float(calibration.type1_error_calibrated[place]),
        type1_error_null=calibration.null_calibrated[place],
        n_simulations=calibration.n_simulations,
    )


def _with_contrast(
    row: AdjustedPairRow, fit: _Fit | None, i: int, confidence_level: float
) -> AdjustedPairRow:
    """Add the estimate of one contrast, and its interval if the row's status is ok."""
    if fit is None:
        return row
    contrasts = fit.contrasts
    estimate, std_error, df = (
        float(x[i]) for x in (contrasts.estimate, contrasts.std_error, contrasts.df)
    )
    if not np.isfinite(estimate):
        return replace(row, status="size, architecture and type cannot be estimated separately")
    naive = float(contrasts.std_error_naive[i])
    row = replace(row, estimate=estimate, std_error_naive=naive if np.isfinite(naive) else None)
    if row.status != "ok":
        return row
    if not (std_error > 0 and df > 0):
        return replace(row, status="no variance between base families")
    test = t_test(estimate, std_error, df, confidence_level)
    return replace(
        row,
        std_error=std_error,
        df_den=df,
        ci_low=test["ci_low"],
        ci_high=test["ci_high"],
    )
