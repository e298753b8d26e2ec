"""Tidy one-row summary of a fit."""

from dataclasses import dataclass

import numpy as np
import polars as pl

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
