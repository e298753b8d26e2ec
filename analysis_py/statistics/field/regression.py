"""Least squares of scores, with standard errors clustered by developer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray
from statsmodels.regression.linear_model import OLS

from analysis_py.statistics.arrays import FloatArray
from analysis_py.statistics.clustered.regression import RobustContrasts, regression_contrasts
from analysis_py.statistics.numerics.contrast_tests import MINIMUM_DF, t_test
from analysis_py.statistics.numerics.tolerances import ROUNDING

#: Fewer developers than this say nothing of how developers differ.
MINIMUM_DEVELOPERS = 5
#: What stands beside an estimate whose degrees of freedom are too few for its interval.
FEW_DEVELOPERS = "too few developers for the interval and the p-value"


@dataclass(frozen=True, kw_only=True)
class Estimate:
    """An estimate with its interval and test; null where it has none."""

    estimate: float | None = None
    std_error: float | None = None
    df_den: float | None = None
    ci_low: float | None = None
    ci_high: float | None = None
    p_value: float | None = None
    warning: str | None = None


def complete_rows(rows: pl.DataFrame, columns: Sequence[str]) -> pl.DataFrame:
    """Return the rows that have all the columns."""
    return rows.drop_nulls([*columns, "score_pct"])


def cannot_fit(rows: pl.DataFrame, columns: Sequence[str], minimum: int) -> str | None:
    """Return why no regression on the columns can be fitted, or None.

    Parameters
    ----------
    rows : polars.DataFrame
        With ``score_pct``, ``developer`` and the columns, none of them null.
    columns : sequence of str
        The predictors.
    minimum : int
        Of rows.
    """
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


def fit_regression(x: FloatArray, y: FloatArray, developers: NDArray[np.str_]) -> RobustContrasts:
    """Regress scores on a design of full rank whose first column is ones.

    Returns
    -------
    RobustContrasts
        The coefficients without the intercept, with CR2 standard errors clustered by developer and
        Satterthwaite's degrees of freedom.
    """
    n, p = x.shape
    return regression_contrasts(x, np.ones(n), y, 0.0, developers, np.eye(p)[1:])


def r_squared(x: FloatArray, y: FloatArray) -> float:
    """Return the share of the variance of scores that a regression explains."""
    return float(OLS(y, x).fit().rsquared)


def estimate_of(found: RobustContrasts, i: int, confidence_level: float) -> Estimate:
    """Return a contrast with Student's interval and test, where its standard error allows one."""
    estimate, std_error, df = (float(v[i]) for v in (found.estimate, found.std_error, found.df))
    if not (np.isfinite(std_error) and std_error > ROUNDING and np.isfinite(df) and df > 0):
        return Estimate(
            estimate=estimate,
            warning="no standard error: one developer decides, or no variance is left",
        )
    test = t_test(estimate, std_error, df, confidence_level)
    return Estimate(
        estimate=estimate,
        std_error=std_error,
        df_den=df,
        ci_low=test["ci_low"],
        ci_high=test["ci_high"],
        p_value=test["p_value"],
        warning=FEW_DEVELOPERS if df < MINIMUM_DF else None,
    )
