"""Intervals and tests for correlation coefficients that SQL has already computed."""

from __future__ import annotations

import numpy as np
import polars as pl
from scipy import stats

from analysis_py.numerics.tails import from_log10, log10_t_sf_two_sided


def fit_correlations(moments: pl.DataFrame, confidence_level: float = 0.95) -> pl.DataFrame:
    r"""Add an interval and a test to each coefficient.

    Parameters
    ----------
    moments : polars.DataFrame
        One row per coefficient, with ``method`` (``pearson`` or ``spearman``), ``estimate`` and
        ``n_obs``. A null estimate means that one of the scores does not vary.
    confidence_level : float
        Of the intervals.

    Returns
    -------
    polars.DataFrame
        The rows of ``moments`` with ``ci_low, ci_high, statistic`` (t), ``df_den, p_value,
        log10_p_value`` and ``status``.

    Notes
    -----
    Intervals are :math:`\tanh(\operatorname{artanh} r \pm z s)` with :math:`s^2 = 1/(n - 3)` for
    Pearson's r (Fisher 1921) and :math:`s^2 = (1 + r^2/2)/(n - 3)` for Spearman's (Bonett and
    Wright 2000, Psychometrika 65, 23-28). The test is Student's t with n − 2 degrees of freedom,
    for ranks an approximation that holds with ties.
    """
    z = stats.norm.isf((1 - confidence_level) / 2)
    return moments.with_columns(
        pl.struct("method", "estimate", "n_obs")
        .map_elements(
            lambda row: _test(row["method"], row["estimate"], row["n_obs"], z),
            return_dtype=_TEST_SCHEMA,
        )
        .alias("test")
    ).unnest("test")


_TEST_SCHEMA = pl.Struct(
    {
        "ci_low": pl.Float64,
        "ci_high": pl.Float64,
        "statistic": pl.Float64,
        "df_den": pl.Float64,
        "p_value": pl.Float64,
        "log10_p_value": pl.Float64,
        "status": pl.String,
    }
)


def _test(method: str, r: float | None, n: int, z: float) -> dict:
    if n < 4:
        return {"status": "fewer than four rows with both scores"}
    if r is None or not np.isfinite(r):
        return {"status": "a score does not vary"}
    if abs(r) >= 1:
        return {"ci_low": r, "ci_high": r, "df_den": n - 2.0, "p_value": 0.0, "status": "ok"}
    variance = (1 + r**2 / 2 if method == "spearman" else 1) / (n - 3)
    low, high = np.tanh(np.arctanh(r) + np.array([-z, z]) * np.sqrt(variance))
    statistic = r * np.sqrt((n - 2) / (1 - r**2))
    log10_p = log10_t_sf_two_sided(statistic, n - 2)
    return {
        "ci_low": float(low),
        "ci_high": float(high),
        "statistic": float(statistic),
        "df_den": n - 2.0,
        "p_value": from_log10(log10_p),
        "log10_p_value": log10_p,
        "status": "ok",
    }
