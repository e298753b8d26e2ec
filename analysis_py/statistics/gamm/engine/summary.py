"""Tidy one-row summary of a fit, and its parametric coefficients."""

from dataclasses import dataclass

import numpy as np
import polars as pl
from scipy import stats

from analysis_py.statistics.gamm.engine.fit import GammFit
from analysis_py.statistics.rows import to_frame


@dataclass(frozen=True, kw_only=True)
class SummaryRow:
    """The model, number of rows and goodness of fit."""

    formula: str
    n_obs: int
    n_dropped: int
    edf_total: float
    reml: float
    scale: float
    r_squared_adjusted: float
    deviance_explained: float
    intercept: float
    intercept_std_error: float


@dataclass(frozen=True, kw_only=True)
class CoefficientRow:
    """A parametric coefficient with its t test."""

    coefficient: str
    estimate: float
    std_error: float
    statistic: float
    p_value: float


def fit_summary(fit: GammFit) -> pl.DataFrame:
    """One row: what was fitted, to how many rows, and how well.

    Returns
    -------
    polars.DataFrame
        Columns ``formula``, ``n_obs``, ``n_dropped``, ``edf_total``, ``reml``, ``scale``,
        ``r_squared_adjusted``, ``deviance_explained``, ``intercept``, ``intercept_std_error``.
    """
    row = SummaryRow(
        formula=fit.formula.text,
        n_obs=fit.n_obs,
        n_dropped=fit.n_dropped,
        edf_total=fit.edf_total,
        reml=fit.reml,
        scale=fit.scale,
        r_squared_adjusted=fit.r_squared_adjusted,
        deviance_explained=fit.deviance_explained,
        intercept=fit.intercept,
        intercept_std_error=float(np.sqrt(fit.covariance[0, 0])),
    )
    return to_frame(SummaryRow, [row])


def coefficients_table(fit: GammFit) -> pl.DataFrame:
    """One row per parametric coefficient, the intercept first, with its t test.

    Returns
    -------
    polars.DataFrame
        Columns ``coefficient`` (``factor=level`` for a contrast with the first level),
        ``estimate``, ``std_error``, ``statistic``, ``p_value``.
    """
    rows = []
    for block in fit.design.blocks:
        if block.penalised:
            continue
        for name, column in zip(
            block.names, range(block.columns.start, block.columns.stop), strict=True
        ):
            estimate = float(fit.coefficients[column])
            std_error = float(np.sqrt(fit.covariance[column, column]))
            t = estimate / std_error
            rows.append(
                CoefficientRow(
                    coefficient=name,
                    estimate=estimate,
                    std_error=std_error,
                    statistic=t,
                    p_value=float(2.0 * stats.t.sf(abs(t), fit.residual_df)),
                )
            )
    return to_frame(CoefficientRow, rows)
