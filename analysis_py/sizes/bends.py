"""Breakpoints of score over log size for every cohort and benchmark, in two units of analysis."""

from __future__ import annotations

import numpy as np
import polars as pl

from analysis_py.keys import BENCHMARK_KEY
from analysis_py.sizes.bend_tests import supremum_test
from analysis_py.sizes.breakpoints import Points, Segmented, candidates, fit_segmented

#: evaluation: every row counts once. size: every distinct size counts once, whatever its number of
#: fine-tunes, which are not independent rows.
UNITS = ("evaluation", "size")

_FLOATS = (
    "breakpoint_b",
    "ci_low_b",
    "ci_high_b",
    "log_breakpoint",
    "std_error_log",
    "slope_before",
    "slope_before_std_error",
    "slope_before_ci_low",
    "slope_before_ci_high",
    "slope_after",
    "slope_after_std_error",
    "slope_after_ci_low",
    "slope_after_ci_high",
    "rss_line",
    "rss_segmented",
    "statistic",
    "p_value",
    "log10_p_davies",
    "candidate_low_b",
    "candidate_high_b",
)

_SCHEMA = {
    "cohort_id": pl.String,
    "benchmark_id": pl.String,
    "unit": pl.String,
    **dict.fromkeys(_FLOATS, pl.Float64),
    "is_connected": pl.Boolean,
    "is_open_low": pl.Boolean,
    "is_open_high": pl.Boolean,
    "n_obs": pl.Int64,
    "n_sizes": pl.Int64,
    "n_dropped": pl.Int64,
    "n_simulations": pl.Int64,
    "seed": pl.Int64,
    "status": pl.String,
}


def points_of(sizes: pl.DataFrame, unit: str) -> Points:
    """Turn the sums of one cohort and benchmark into points over the natural log of size.

    Parameters
    ----------
    sizes : polars.DataFrame
        ``parameters_b`` (ascending), ``n_obs``, ``mean``, ``sum_squares``.
    unit : str
        One of ``UNITS``.
    """
    x, mean = np.log(sizes["parameters_b"].to_numpy()), sizes["mean"].to_numpy()
    if unit == "size":
        return Points(x, np.ones_like(x), mean, 0.0)
    return Points(x, sizes["n_obs"].to_numpy().astype(float), mean, sizes["sum_squares"].sum())


def fit_breakpoints(
    sizes: pl.DataFrame, confidence_level: float, simulations: int, seed: int
) -> pl.DataFrame:
    """Fit and test one breakpoint for every cohort, benchmark and unit.

    Parameters
    ----------
    sizes : polars.DataFrame
        One row per cohort, benchmark and ``parameters_b`` with ``n_obs``, ``mean`` and
        ``sum_squares``; a null size counts its rows as dropped.
    confidence_level : float
    simulations, seed : int
        Of the null distribution of the supremum.

    Returns
    -------
    polars.DataFrame
        One row per cohort, benchmark and unit; slopes are in percent per unit of the natural
        logarithm of size. ``status`` is ``ok`` or why there is no fit.
    """
    rows = []
    for key, group in sizes.sort(*BENCHMARK_KEY, "parameters_b").group_by(
        BENCHMARK_KEY, maintain_order=True
    ):
        known = group.filter(pl.col("parameters_b").is_not_null() & (pl.col("n_obs") > 0))
        for unit in UNITS:
            points = points_of(known, unit)
            row = dict(zip(BENCHMARK_KEY, key, strict=True)) | {
                "unit": unit,
                "n_obs": points.n_obs,
                "n_sizes": known.height,
                "n_dropped": int(group["n_obs"].sum() - known["n_obs"].sum()),
                "n_simulations": simulations,
                "seed": seed,
            }
            rows.append(row | _fit(points, confidence_level, simulations, seed))
    return pl.DataFrame(rows, schema=_SCHEMA)


def _fit(points: Points, confidence_level: float, simulations: int, seed: int) -> dict[str, object]:
    limits = candidates(points)
    if limits is None:
        return {"status": f"{points.x.size} distinct sizes leave no candidate breakpoint"}
    fit = fit_segmented(points, confidence_level)
    if not fit.rss > 0:
        return {"status": "no variance around the broken line"}
    test = supremum_test(points, simulations, seed)
    return {
        "breakpoint_b": np.exp(fit.breakpoint),
        "ci_low_b": np.exp(fit.ci_low),
        "ci_high_b": np.exp(fit.ci_high),
        "log_breakpoint": fit.breakpoint,
        "std_error_log": None if np.isnan(fit.std_error) else fit.std_error,
        **_slope(fit, "before"),
        **_slope(fit, "after"),
        "rss_line": fit.rss_line,
        "rss_segmented": fit.rss,
        "statistic": test.statistic,
        "p_value": test.p_value,
        "log10_p_davies": test.log10_p_davies,
        "candidate_low_b": np.exp(limits[0]),
        "candidate_high_b": np.exp(limits[1]),
        "is_connected": fit.is_connected,
        "is_open_low": fit.reaches_low,
        "is_open_high": fit.reaches_high,
        "status": "ok",
    }


def _slope(fit: Segmented, side: str) -> dict[str, float]:
    names = ("", "_std_error", "_ci_low", "_ci_high")
    values = getattr(fit, f"slope_{side}")
    return {f"slope_{side}{name}": value for name, value in zip(names, values, strict=True)}
