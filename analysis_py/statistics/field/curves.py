"""Natural cubic splines of scores over date and size, with bands clustered by developer."""

from dataclasses import dataclass

import numpy as np
import polars as pl
from scipy import special

from analysis_py.statistics.clustered.regression import clustered_regression
from analysis_py.statistics.field.regression import cannot_fit, complete_rows
from analysis_py.statistics.keys import by_benchmark
from analysis_py.statistics.numerics.natural_spline import natural_spline
from analysis_py.statistics.rows import to_frame

#: Predictors of the curves.
PREDICTORS = ("years", "log2_total", "log2_active")
#: Points of a curve, from the 2.5 % to the 97.5 % quantile of the predictor.
N_POINTS = 25
#: Quantiles of the spline's knots, including the outer ones.
KNOTS = (0.05, 0.35, 0.65, 0.95)


@dataclass(frozen=True, kw_only=True)
class CurvePointRow:
    """One point of one curve."""

    cohort_id: str
    benchmark_id: str
    predictor: str
    x: float
    estimate: float
    std_error: float
    ci_low: float
    ci_high: float
    n_obs: int
    n_developers: int
    n_sized: int


def fit_curves(
    weights: pl.DataFrame, minimum: int = 20, confidence_level: float = 0.95
) -> pl.DataFrame:
    """Fit natural cubic splines of every predictor, for every cohort and benchmark that allow it.

    Parameters
    ----------
    weights : polars.DataFrame
        As for :func:`analysis_py.statistics.field.slopes.fit_slopes`.
    minimum : int
        Of rows of a curve.
    confidence_level : float
        Of the band at each point, from CR2 standard errors clustered by developer.

    Returns
    -------
    polars.DataFrame
        The columns of :class:`CurvePointRow`. A curve that cannot be fitted has no point; the
        ``status`` of the straight line on the same rows says why.
    """
    rows = []
    for key, of_benchmark in by_benchmark(weights):
        for predictor in PREDICTORS:
            used = complete_rows(of_benchmark, [predictor])
            x, y = used[predictor].to_numpy(), used["score_pct"].to_numpy()
            if cannot_fit(used, [predictor], minimum):
                continue
            knots = np.unique(np.quantile(x, KNOTS))
            if len(knots) < 3:
                continue
            grid = np.linspace(np.quantile(x, 0.025), np.quantile(x, 0.975), N_POINTS)
            basis, at = natural_spline(x, knots), natural_spline(grid, knots)
            developers = used["developer"].to_numpy()
            curve = clustered_regression(basis, np.ones(len(x)), developers, at).contrasts(y, 0.0)
            margin = curve.std_error * special.stdtrit(curve.df, (1 + confidence_level) / 2)
            rows += [
                CurvePointRow(
                    **key,
                    predictor=predictor,
                    x=float(grid[i]),
                    estimate=float(curve.estimate[i]),
                    std_error=float(curve.std_error[i]),
                    ci_low=float(curve.estimate[i] - margin[i]),
                    ci_high=float(curve.estimate[i] + margin[i]),
                    n_obs=used.height,
                    n_developers=used["developer"].n_unique(),
                    n_sized=of_benchmark["log2_total"].count(),
                )
                for i in np.flatnonzero(np.isfinite(margin))
            ]
    return to_frame(CurvePointRow, rows)
