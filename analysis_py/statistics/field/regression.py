"""Least squares of scores, with standard errors clustered by developer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

import numpy as np
import polars as pl
from numpy.typing import NDArray

from analysis_py.statistics.arrays import FloatArray
from analysis_py.statistics.clustered.calibration import (
    calibrate,
    residual_parts,
    sample_regression,
)
from analysis_py.statistics.clustered.null_model import Noise, draw_noise, stated_nulls
from analysis_py.statistics.clustered.regression import ClusteredRegression, clustered_regression
from analysis_py.statistics.numerics.contrast_tests import (
    MINIMUM_DF,
    significance_level,
    t_test,
)
from analysis_py.statistics.numerics.tolerances import ROUNDING

#: Smallest number of developers from which their variance can be estimated.
MINIMUM_DEVELOPERS = 5
#: Warning of an estimate with too few degrees of freedom for its interval.
FEW_DEVELOPERS = "too few developers for the interval and the p-value"


@dataclass(frozen=True, kw_only=True)
class Estimate:
    """An estimate with its interval and test; null if it has none."""

    estimate: float | None = None
    std_error: float | None = None
    df_den: float | None = None
    ci_low: float | None = None
    ci_high: float | None = None
    p_value: float | None = None
    type1_error: float | None = None
    type1_error_null: str | None = None
    warning: str | None = None


def complete_rows(rows: pl.DataFrame, columns: Sequence[str]) -> pl.DataFrame:
    """Return the rows that have all the columns."""
    return rows.drop_nulls([*columns, "score_pct"])


def cannot_fit(rows: pl.DataFrame, columns: Sequence[str], minimum: int) -> str | None:
    """Return why no regression on the columns of complete rows can be fitted, or None."""
    if rows.height < minimum:
        return f"{rows.height} weights have all that is needed, fewer than {minimum}"
    if (n_developers := rows["developer"].n_unique()) < MINIMUM_DEVELOPERS:
        return f"{n_developers} developers, fewer than {MINIMUM_DEVELOPERS}"
    if rows["score_pct"].n_unique() == 1:
        return "all scores are the same"
    x = design(rows, columns)
    if np.linalg.matrix_rank((x - x.mean(axis=0))[:, 1:]) < len(columns):
        return f"no variation in {' and '.join(columns)} apart from each other"
    return None


def design(rows: pl.DataFrame, columns: Sequence[str]) -> FloatArray:
    """Return the matrix of a regression: ones, then the columns."""
    return np.column_stack(
        [np.ones(rows.height), *(rows[name].cast(float).to_numpy() for name in columns)]
    )


def r_squared(x: FloatArray, y: FloatArray) -> float:
    """Return the share of the variance of scores that a regression explains."""
    left = y - x @ np.linalg.lstsq(x, y)[0]
    return float(1 - left @ left / ((y - y.mean()) ** 2).sum())


def estimate_contrasts(
    x: FloatArray,
    y: FloatArray,
    developers: NDArray[np.str_],
    contrasts: FloatArray,
    confidence_level: float,
    n_simulations: int = 0,
    seed: int = 0,
) -> list[Estimate]:
    """Return contrasts of a regression of scores, with a test if they have a standard error.

    Standard errors are CR2 by developer, with Satterthwaite's degrees of freedom. ``type1_error``
    is the share of samples without an effect in which the test rejects, under the worst of
    :func:`analysis_py.statistics.clustered.null_model.stated_nulls`; without samples it is null.
    Developers are the clusters; they may differ between rows with positive and negative weights in
    a contrast.
    """
    regression = clustered_regression(x, np.ones(len(y)), developers, contrasts)
    estimated = regression.contrasts(y, 0.0)
    estimates = []
    for i, (estimate, std_error, df) in enumerate(
        zip(
            estimated.estimate.tolist(),
            estimated.std_error.tolist(),
            estimated.df.tolist(),
            strict=True,
        )
    ):
        if not (np.isfinite(std_error) and std_error > ROUNDING and np.isfinite(df) and df > 0):
            no_test = "no standard error: one developer decides, or no variance is left"
            estimates.append(Estimate(estimate=estimate, warning=no_test))
            continue
        test = t_test(estimate, std_error, df, confidence_level)
        row = Estimate(
            estimate=estimate,
            std_error=std_error,
            df_den=df,
            ci_low=test["ci_low"],
            ci_high=test["ci_high"],
            p_value=test["p_value"],
            warning=FEW_DEVELOPERS if df < MINIMUM_DF else None,
        )
        if n_simulations and row.warning is None:
            # regressions on about as many rows share their noise
            noise = _noise(1 << len(y).bit_length(), n_simulations, seed)
            rate, null = _type1_error(regression, i, y, noise, confidence_level)
            row = replace(row, type1_error=rate, type1_error_null=null)
        estimates.append(row)
    return estimates


@cache
def _noise(n_rows: int, n_simulations: int, seed: int) -> Noise:
    # at most a unit, a unit within a side and a cell per row
    return draw_noise(3 * n_rows, n_simulations, seed)


def _type1_error(
    regression: ClusteredRegression, i: int, y: FloatArray, noise: Noise, confidence_level: float
) -> tuple[float, str | None]:
    """Return the rejection rate of a contrast's test under the worst null, and that null."""
    one = replace(
        regression,
        loading=regression.loading[[i]],
        is_estimable=regression.is_estimable[[i]],
    )
    clusters, side = one.clusters, np.unique(one.weight[0] > 0, return_inverse=True)[1]
    residuals = residual_parts(one, y, 0.0, side, clusters)
    nulls = stated_nulls(np.ones(len(y)), clusters, side, clusters, *residuals)
    sample = sample_regression(one)
    samples = {name: sample(null, noise) for name, null in nulls.items()}
    calibration = calibrate(samples, significance_level(confidence_level), one.df)
    return float(calibration.type1_error[0]), calibration.null[0]
