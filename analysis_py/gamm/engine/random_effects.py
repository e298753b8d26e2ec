"""Tidy table of the predicted random effects of a fit."""

from __future__ import annotations

import numpy as np
import polars as pl
from scipy import stats

from analysis_py.gamm.engine.crossproducts import margin_offsets
from analysis_py.gamm.engine.fit import GammFit

RANDOM_EFFECTS_SCHEMA = {
    "term": pl.String,
    "level": pl.String,
    "n_obs": pl.Float64,
    "estimate": pl.Float64,
    "std_error": pl.Float64,
    "ci_low": pl.Float64,
    "ci_high": pl.Float64,
    "std_dev": pl.Float64,
}


def random_effects_table(fit: GammFit, level: float = 0.95) -> pl.DataFrame:
    """One row per random intercept and level: its prediction with an interval.

    Parameters
    ----------
    fit : GammFit
    level : float
        Coverage of the interval.

    Returns
    -------
    polars.DataFrame
        Columns ``term``, ``level``, ``n_obs``, ``estimate`` (the posterior mean), ``std_error``
        (posterior standard deviation), ``ci_low``, ``ci_high`` and ``std_dev``, the estimated
        standard deviation of the effect, ``sqrt(scale / lambda)``.
    """
    z = stats.norm.ppf(0.5 + 0.5 * level)
    tables = [pl.DataFrame(schema=RANDOM_EFFECTS_SCHEMA)]
    offsets = margin_offsets(fit.design.margins)
    for block in fit.design.blocks:
        if block.kind != "random_effect":
            continue
        margin = fit.design.margins[int(np.searchsorted(offsets, block.columns.start))]
        counts = np.bincount(
            margin.codes, weights=fit.data.frequencies, minlength=margin.size
        ).astype(float)
        estimate = fit.coefficients[block.columns]
        std_error = np.sqrt(np.diag(fit.covariance)[block.columns])
        tables.append(
            pl.DataFrame(
                {
                    "term": [block.label] * estimate.size,
                    "level": list(block.levels),
                    "n_obs": counts,
                    "estimate": estimate,
                    "std_error": std_error,
                    "ci_low": estimate - z * std_error,
                    "ci_high": estimate + z * std_error,
                    "std_dev": [float(np.sqrt(fit.scale / fit.smoothing[block.label]))]
                    * estimate.size,
                },
                schema=RANDOM_EFFECTS_SCHEMA,
            )
        )
    return pl.concat(tables)
