"""The lag of the best open models behind the best closed ones."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl

from analysis_py.statistics.arrays import BoolArray, FloatArray
from analysis_py.statistics.numerics.seeds import bootstrap_seed
from analysis_py.statistics.rows import to_frame, with_nulls

_MONTH = 365.25 / 12
_LEVELS = (0.05, 0.95)
_SAMPLES = 200
#: Kinds of windows: a calendar year, or any other run of months.
YEAR, SPAN = "year", "span"


@dataclass(frozen=True, kw_only=True)
class LagRow:
    """The lag of open models over the months of a window; the intervals resample developers."""

    cohort_id: str
    window_name: str
    window_kind: str
    status: str
    n_months: int
    n_open: int
    n_closed: int
    n_developers: int
    n_samples: int
    seed: int
    lag_months: float | None
    lag_low: float | None
    lag_high: float | None
    gap_points: float | None
    gap_low: float | None
    gap_high: float | None


@dataclass(frozen=True)
class Panel:
    """The dated models of a cohort, in order of the day from which they could be had.

    Without draws, intervals of its abilities do not cover.
    """

    day: FloatArray
    points: FloatArray
    draws: FloatArray
    is_open: BoolArray
    is_known: BoolArray
    developer: np.ndarray


def dated_panel(models: pl.DataFrame) -> Panel:
    """Return the models of one cohort that have a day.

    Weights that came later than the service count from the day from which they could be had.
    """
    first = pl.coalesce("weights_released_on", "released_on")
    used = models.with_columns(
        pl.when(pl.col("is_open_weights")).then(first).otherwise(pl.col("released_on")).alias("day")
    )
    used = used.filter(pl.col("day").is_not_null()).sort("day", "weights")
    draws = np.zeros((0, used.height))
    if used.height and not used["draws"].null_count():
        draws = np.array(used["draws"].to_list()).T
    return Panel(
        day=used["day"].dt.epoch("d").to_numpy().astype(float),
        points=used["points"].to_numpy(),
        draws=draws,
        is_open=used["is_open_weights"].fill_null(False).to_numpy(),
        is_known=used["is_open_weights"].is_not_null().to_numpy(),
        developer=used["developer"].to_numpy().astype(str),
    )


def month_ends(panel: Panel) -> FloatArray:
    """Return the last days of the months from the first model to the last."""
    first, last = (
        np.datetime64(int(day), "D").astype("datetime64[M]")
        for day in (panel.day[0], panel.day[-1])
    )
    months = np.arange(first, last + 1) + 1
    return months.astype("datetime64[D]").astype(float) - 1


def lag_path(
    day: FloatArray, points: FloatArray, is_open: BoolArray, at: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Return how many months, and points, open models lag behind closed ones at some days.

    Months since a closed model first had what the best open one has, 0 where none had; and the best
    closed less the best open. NaN before there are both. Models are in order of days.
    """
    lag, gap = np.full(len(at), np.nan), np.full(len(at), np.nan)
    if not is_open.any() or is_open.all():
        return lag, gap
    open_days, closed_days = day[is_open], day[~is_open]
    best_open = np.maximum.accumulate(points[is_open])
    best_closed = np.maximum.accumulate(points[~is_open])
    i = np.searchsorted(open_days, at, side="right") - 1
    j = np.searchsorted(closed_days, at, side="right") - 1
    both = (i >= 0) & (j >= 0)
    level = best_open[i[both]]
    first = np.searchsorted(best_closed, level, side="left")
    reached = np.r_[closed_days, np.inf][first]
    lag[both] = np.maximum((at[both] - reached) / _MONTH, 0)
    gap[both] = best_closed[j[both]] - level
    return lag, gap


def lag_cohorts(
    models: pl.DataFrame, windows: pl.DataFrame, n_samples: int = _SAMPLES, seed: int = 0
) -> pl.DataFrame:
    """Return how far open models lag, over all months, over each year, and over named windows.

    Parameters
    ----------
    models : polars.DataFrame
        As for :func:`dated_panel`, with ``cohort_id``.
    windows : polars.DataFrame
        ``window_name``, ``starts_on`` and ``ends_on``, null of a window that is not of lags.
    n_samples, seed : int
        Of the bootstrap: each sample draws developers, and a draw of all abilities.

    Returns
    -------
    polars.DataFrame
        The columns of :class:`LagRow`.
    """
    rows = []
    for (cohort,), of_cohort in models.group_by(["cohort_id"], maintain_order=True):
        whole = dated_panel(of_cohort)
        rng = np.random.default_rng(bootstrap_seed(seed, str(cohort), "lag"))
        rows += _lags(str(cohort), whole, windows, n_samples, seed, rng)
    return to_frame(LagRow, rows)


def _lags(
    cohort: str,
    panel: Panel,
    named: pl.DataFrame,
    n_samples: int,
    seed: int,
    rng: np.random.Generator,
) -> list[LagRow]:
    known = panel.is_known
    is_open = panel.is_open[known]
    common: dict[str, Any] = {
        "cohort_id": cohort,
        "n_open": int(is_open.sum()),
        "n_closed": int((~is_open).sum()),
        "n_developers": len(np.unique(panel.developer[known])),
        "n_samples": n_samples,
        "seed": seed,
    }
    if problem := _cannot_lag(panel):
        whole = {"window_name": "all months", "window_kind": SPAN}
        return [with_nulls(LagRow, **common, **whole, n_months=0, status=problem)]
    at = month_ends(panel)
    lag, gap = lag_path(panel.day[known], panel.points[known], is_open, at)
    sampled = _sample_lags(panel, at, n_samples, rng)
    rows = []
    for (name, kind), is_in in _windows(at, named).items():
        is_in = is_in & np.isfinite(lag)
        if not is_in.any():
            continue
        window: dict[str, Any] = {"window_name": name, "window_kind": kind}
        window |= _mean_lags(lag[is_in], gap[is_in], sampled[:, :, is_in])
        rows.append(LagRow(**common, **window, n_months=int(is_in.sum()), status="ok"))
    return rows


def _mean_lags(lag: FloatArray, gap: FloatArray, sampled: FloatArray) -> dict[str, float]:
    """Return the mean lag and gap of a window's months, with the limits of the samples' means."""
    low, high = _limits(sampled)
    return {
        "lag_months": float(lag.mean()),
        "lag_low": float(low[0]),
        "lag_high": float(high[0]),
        "gap_points": float(gap.mean()),
        "gap_low": float(low[1]),
        "gap_high": float(high[1]),
    }


def _cannot_lag(panel: Panel) -> str | None:
    """Return why a cohort has no lag, or None."""
    is_open = panel.is_open[panel.is_known]
    if not is_open.any():
        return "no open models"
    if is_open.all():
        return "no closed models"
    return None if len(panel.draws) else "intervals of abilities do not cover"


def _sample_lags(
    panel: Panel, at: FloatArray, n_samples: int, rng: np.random.Generator
) -> FloatArray:
    """Return lags and gaps of resampled developers, shape (n_samples, 2, days)."""
    known = panel.is_known
    day, is_open = panel.day[known], panel.is_open[known]
    names, which = np.unique(panel.developer[known], return_inverse=True)
    sampled = np.full((n_samples, 2, len(at)), np.nan)
    for sample in sampled:
        times = rng.multinomial(len(names), np.full(len(names), 1 / len(names)))
        draw = panel.draws[rng.integers(len(panel.draws))][known]
        kept = times[which] > 0
        sample[:] = lag_path(day[kept], draw[kept], is_open[kept], at)
    return sampled


def _windows(at: FloatArray, named: pl.DataFrame) -> dict[tuple[str, str], BoolArray]:
    """Return which days are in each window: in all, in each year, in each that is named."""
    years = at.astype("datetime64[D]").astype("datetime64[Y]").astype(int) + 1970
    windows = {("all months", SPAN): np.ones(len(at), dtype=bool)}
    windows |= {(str(year), YEAR): years == year for year in np.unique(years)}
    days = named.select("window_name", pl.col("starts_on", "ends_on").dt.epoch("d"))
    for name, start, end in days.iter_rows():
        if end is not None:
            windows[str(name), SPAN] = (at >= start) & (at <= end)
    return windows


def _limits(sampled: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return quantiles of the means over months, of the samples that have both kinds."""
    usable = sampled[np.isfinite(sampled).any(axis=(1, 2))]
    low, high = np.nanquantile(np.nanmean(usable, axis=2), _LEVELS, axis=0)
    return low, high
