"""Breakpoints of score over log size for every cohort and benchmark, in two units of analysis."""

from dataclasses import dataclass, replace

import numpy as np
import polars as pl

from analysis_py.statistics.keys import BENCHMARK_KEY, by_benchmark
from analysis_py.statistics.rows import to_frame, with_nulls
from analysis_py.statistics.sizes.breakpoint_tests import supremum_test
from analysis_py.statistics.sizes.breakpoints import Points, candidate_range, fit_segmented

#: evaluation: every row counts once. size: every distinct size counts once, as its fine-tunes are
#: not independent rows.
UNITS = ("evaluation", "size")


@dataclass(frozen=True, kw_only=True)
class BreakpointRow:
    """The breakpoint of one benchmark, with its tests."""

    cohort_id: str
    benchmark_id: str
    unit: str
    breakpoint_b: float | None
    ci_low_b: float | None
    ci_high_b: float | None
    log_breakpoint: float | None
    std_error_log: float | None
    slope_before: float | None
    slope_before_std_error: float | None
    slope_before_ci_low: float | None
    slope_before_ci_high: float | None
    slope_after: float | None
    slope_after_std_error: float | None
    slope_after_ci_low: float | None
    slope_after_ci_high: float | None
    rss_line: float | None
    rss_segmented: float | None
    statistic: float | None
    p_value: float | None
    candidate_low_b: float | None
    candidate_high_b: float | None
    is_connected: bool | None
    is_open_low: bool | None
    is_open_high: bool | None
    n_obs: int
    n_sizes: int
    n_dropped: int
    n_simulations: int
    seed: int
    status: str


def make_points(sizes: pl.DataFrame, unit: str) -> Points:
    """Convert the sums of one cohort and benchmark to points over the natural log of size."""
    x, mean = np.log(sizes["parameters_b"].to_numpy()), sizes["mean"].to_numpy()
    if unit == "size":
        return Points(x, np.ones_like(x), mean, 0.0)
    n_obs = sizes["n_obs"].to_numpy().astype(float)
    return Points(x, n_obs, mean, float(sizes["sum_squares"].sum()))


def fit_breakpoints(
    sizes: pl.DataFrame, confidence_level: float, simulations: int, seed: int
) -> pl.DataFrame:
    """Fit and test one breakpoint for every cohort, benchmark and unit.

    Parameters
    ----------
    sizes : polars.DataFrame
        One row per cohort, benchmark and ``parameters_b`` with ``n_obs``, ``mean`` and
        ``sum_squares``; a null size counts its rows as dropped.
    simulations, seed : int
        Of the null distribution of the supremum.

    Returns
    -------
    polars.DataFrame
        One row per cohort, benchmark and unit; slopes are in percent per unit of the natural
        logarithm of size. ``status`` is ``ok`` or the reason why there is no fit.
    """
    rows = []
    for key, group in by_benchmark(sizes.sort(*BENCHMARK_KEY, "parameters_b")):
        known = group.filter(pl.col("parameters_b").is_not_null() & (pl.col("n_obs") > 0))
        for unit in UNITS:
            points = make_points(known, unit)
            row = with_nulls(
                BreakpointRow,
                **key,
                unit=unit,
                n_obs=points.n_obs,
                n_sizes=known.height,
                n_dropped=int(group["n_obs"].sum()) - int(known["n_obs"].sum()),
                n_simulations=simulations,
                seed=seed,
                status="ok",
            )
            rows.append(_fit(points, row, confidence_level))
    return to_frame(BreakpointRow, rows)


def _fit(points: Points, row: BreakpointRow, confidence_level: float) -> BreakpointRow:
    limits = candidate_range(points)
    if limits is None:
        status = f"{points.x.size} distinct sizes leave no candidate breakpoint"
        return replace(row, status=status)
    fit = fit_segmented(points, confidence_level)
    if not fit.rss > 0:
        return replace(row, status="no variance around the broken line")
    test = supremum_test(points, row.n_simulations, row.seed)
    before, before_std_error, before_low, before_high = fit.slope_before
    after, after_std_error, after_low, after_high = fit.slope_after
    return replace(
        row,
        breakpoint_b=np.exp(fit.breakpoint),
        ci_low_b=np.exp(fit.ci_low),
        ci_high_b=np.exp(fit.ci_high),
        log_breakpoint=fit.breakpoint,
        std_error_log=None if np.isnan(fit.std_error) else fit.std_error,
        slope_before=before,
        slope_before_std_error=before_std_error,
        slope_before_ci_low=before_low,
        slope_before_ci_high=before_high,
        slope_after=after,
        slope_after_std_error=after_std_error,
        slope_after_ci_low=after_low,
        slope_after_ci_high=after_high,
        rss_line=fit.rss_line,
        rss_segmented=fit.rss,
        statistic=test.statistic,
        p_value=test.p_value,
        candidate_low_b=np.exp(limits[0]),
        candidate_high_b=np.exp(limits[1]),
        is_connected=fit.is_connected,
        is_open_low=fit.reaches_low,
        is_open_high=fit.reaches_high,
    )
