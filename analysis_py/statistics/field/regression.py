"""Least squares whose standard errors know that models of one developer are alike."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray
from statsmodels.regression.linear_model import OLS

from analysis_py.statistics.clustered.regression import regression_contrasts
from analysis_py.statistics.numerics.contrast_tests import MINIMUM_DF, t_test

#: Fewer developers than this say nothing of how developers differ.
MINIMUM_MAKERS = 5
#: What stands beside an estimate whose degrees of freedom are too few for its interval.
FEW_MAKERS = "too few developers for the interval and the p-value"
#: A variance of the residuals this small beside that of the scores is 0.
_EXACT = 1e-12


@dataclass(frozen=True)
class Fit:
    """A regression of scores.

    Attributes
    ----------
    coefficients, std_errors, df : ndarray, shape (p,)
        Estimates without the intercept, CR2 standard errors clustered by developer and their
        Satterthwaite degrees of freedom.
    r_squared : float
    """

    coefficients: NDArray[np.float64]
    std_errors: NDArray[np.float64]
    df: NDArray[np.float64]
    r_squared: float


@dataclass(frozen=True, kw_only=True)
class Estimate:
    """An estimate with its interval and test; null where it has none."""

    estimate: float | None
    std_error: float | None
    df_den: float | None
    ci_low: float | None
    ci_high: float | None
    p_value: float | None
    warning: str | None


NO_ESTIMATE = Estimate(
    estimate=None,
    std_error=None,
    df_den=None,
    ci_low=None,
    ci_high=None,
    p_value=None,
    warning=None,
)


def usable(rows: pl.DataFrame, columns: Sequence[str]) -> pl.DataFrame:
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
    if (n_developers := rows["developer"].n_unique()) < MINIMUM_MAKERS:
        return f"{n_developers} developers, fewer than {MINIMUM_MAKERS}"
    if rows["score_pct"].n_unique() == 1:
        return "all scores are the same"
    x = design(rows, columns)
    if np.linalg.matrix_rank((x - x.mean(axis=0))[:, 1:]) < len(columns):
        return f"no variation in {' and '.join(columns)} apart from each other"
    return None


def design(rows: pl.DataFrame, columns: Sequence[str]) -> NDArray[np.float64]:
    """Return the matrix of a regression: ones, then the columns."""
    return np.column_stack(
        [np.ones(rows.height), *(rows[name].cast(float).to_numpy() for name in columns)]
    )


def fit(x: NDArray[np.float64], y: NDArray[np.float64], developers: NDArray[np.str_]) -> Fit:
    """Regress scores on the columns of a design of full rank whose first is ones."""
    n, p = x.shape
    found = regression_contrasts(x, np.ones(n), y, 0.0, developers, np.eye(p)[1:])
    return Fit(
        coefficients=found.estimate,
        std_errors=found.std_error,
        df=found.df,
        r_squared=float(OLS(y, x).fit().rsquared),
    )


def tested(estimate: float, std_error: float, df: float, confidence_level: float) -> Estimate:
    """Return an estimate with Student's interval and test, where its standard error allows one."""
    if not (np.isfinite(std_error) and std_error > _EXACT and np.isfinite(df) and df > 0):
        return Estimate(
            estimate=float(estimate),
            std_error=None,
            df_den=None,
            ci_low=None,
            ci_high=None,
            p_value=None,
            warning="no standard error: one developer decides, or no variance is left",
        )
    test = t_test(float(estimate), float(std_error), float(df), confidence_level)
    return Estimate(
        estimate=float(estimate),
        std_error=float(std_error),
        df_den=float(df),
        ci_low=test["ci_low"],
        ci_high=test["ci_high"],
        p_value=test["p_value"],
        warning=FEW_MAKERS if df < MINIMUM_DF else None,
    )
