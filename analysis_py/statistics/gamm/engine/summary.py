"""Tidy one-row summary of a fit, its parametric coefficients and its rival optima."""

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


@dataclass(frozen=True, kw_only=True)
class OptimumRow:
    """Another optimum of the restricted likelihood."""

    optimum_rank: int
    reml: float
    reml_difference: float
    edf_total: float
    max_edf_difference: float
    is_tie: bool


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


def optima_table(fit: GammFit) -> pl.DataFrame:
    """One row per *other* optimum of the restricted likelihood that the search met.

    Returns
    -------
    polars.DataFrame
        Columns ``optimum_rank`` (2 is the runner-up), ``reml``, ``reml_difference`` from the fit,
        ``edf_total``, ``max_edf_difference`` (largest over terms) and ``is_tie``, whether the
        difference is within the tolerance of the fit, in which case the data do not choose
        between the two.
    """
    own = np.array([fit.edf[block.columns].sum() for block in fit.design.penalised])
    unpenalised = fit.edf_total - float(own.sum())
    rows = [
        OptimumRow(
            optimum_rank=rank,
            reml=optimum.point.value,
            reml_difference=optimum.point.value - fit.reml,
            edf_total=float(optimum.edf.sum()) + unpenalised,
            max_edf_difference=float(np.abs(optimum.edf - own).max()),
            is_tie=bool(optimum.point.value - fit.reml < fit.tie_tolerance),
        )
        for rank, optimum in enumerate(fit.rivals, start=2)
    ]
    return to_frame(OptimumRow, rows)
