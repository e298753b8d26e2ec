"""Intervals and tests for correlation coefficients that SQL has already computed."""

from dataclasses import dataclass

import numpy as np
import polars as pl

from analysis_py.statistics.numerics.fisher_z import fisher_interval
from analysis_py.statistics.numerics.tails import t_sf_two_sided
from analysis_py.statistics.rows import to_frame, with_nulls


@dataclass(frozen=True, kw_only=True)
class CoefficientTest:
    """Interval and test of a coefficient; of one at 1 or -1, t has no value."""

    ci_low: float | None
    ci_high: float | None
    statistic: float | None
    df_den: float | None
    p_value: float | None
    status: str


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
        The rows of ``moments`` with ``ci_low, ci_high, statistic`` (t), ``df_den, p_value``
        and ``status``.

    Notes
    -----
    Intervals are :math:`\tanh(\operatorname{artanh} r \pm z s)` with :math:`s^2 = 1/(n - 3)` for
    Pearson's r (Fisher 1921) and :math:`s^2 = (1 + r^2/2)/(n - 3)` for Spearman's (Bonett and
    Wright 2000, Psychometrika 65, 23-28). The test is Student's t with n − 2 degrees of freedom,
    for ranks an approximation that holds with ties.
    """
    tests = [
        _test(row["method"], row["estimate"], row["n_obs"], confidence_level)
        for row in moments.select("method", "estimate", "n_obs").to_dicts()
    ]
    return pl.concat([moments, to_frame(CoefficientTest, tests)], how="horizontal")


def _test(method: str, r: float | None, n: int, level: float) -> CoefficientTest:
    if n < 4:
        return with_nulls(CoefficientTest, status="fewer than four rows with both scores")
    if r is None or not np.isfinite(r):
        return with_nulls(CoefficientTest, status="a score does not vary")
    df = n - 2.0
    if abs(r) >= 1:
        return with_nulls(CoefficientTest, ci_low=r, ci_high=r, df_den=df, p_value=0.0, status="ok")
    low, high = fisher_interval(r, n, level, 1 + r**2 / 2 if method == "spearman" else 1)
    statistic = float(r * np.sqrt(df / (1 - r**2)))
    return CoefficientTest(
        ci_low=low,
        ci_high=high,
        statistic=statistic,
        df_den=df,
        p_value=t_sf_two_sided(statistic, df),
        status="ok",
    )
