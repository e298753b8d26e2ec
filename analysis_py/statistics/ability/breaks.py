"""Breaks of the progress of record abilities, with p-values from simulated progress without one."""

from dataclasses import dataclass

import numpy as np
import polars as pl
from scipy.stats import f as f_distribution

from analysis_py.statistics.ability.frontier import Panel, dated_panel
from analysis_py.statistics.arrays import BoolArray, FloatArray, IntArray
from analysis_py.statistics.numerics.seeds import bootstrap_seed
from analysis_py.statistics.rows import to_frame, with_nulls

_YEAR = 365.25
_N_BREAKS = 40
#: Records on either side of a break, and in a window.
_ON_A_SIDE, _RECORDS = 3, 8
#: Models up to this long before a window tell what its models are like.
_BEFORE_DAYS = 550
_BATCHES = 20


@dataclass(frozen=True, kw_only=True)
class BreakRow:
    """A break in a window; slopes in points a year."""

    cohort_id: str
    window_name: str
    kind: str
    status: str
    n_records: int
    n_models: int
    break_day: int | None
    n_simulations: int
    seed: int
    slope: float | None
    slope_before: float | None
    slope_after: float | None
    statistic: float | None
    naive_p_value: float | None
    p_value: float | None
    naive_type1_error: float | None


@dataclass(frozen=True)
class Hinges:
    """Fits of a line with a break at each day of a grid, shape (s, g), and without one, (s,)."""

    slope: FloatArray
    before: FloatArray
    change: FloatArray
    gain: FloatArray
    rest: FloatArray
    n: IntArray

    def statistic(self) -> tuple[IntArray, FloatArray]:
        """Return the best break of each set, and the F statistic of it."""
        best = np.argmax(self.gain, axis=1)
        gain = self.gain[np.arange(len(best)), best]
        rest = np.maximum(self.rest - gain, 1e-9)
        return best, np.maximum(gain, 0) / rest * (self.n - 3)


def fit_hinges(
    years: FloatArray, points: FloatArray, is_record: BoolArray, breaks: FloatArray
) -> Hinges:
    """Fit lines with a break to the records of s sets of points (s, n) at once."""
    use = is_record.astype(float)
    n = use.sum(axis=1)
    after = np.maximum(years[:, None] - breaks, 0)
    late = (years[:, None] > breaks).astype(float)

    y = use * points
    mean_t, mean_y = use @ years / n, y.sum(axis=1) / n
    tt = use @ years**2 - n * mean_t**2
    ty = y @ years - n * mean_t * mean_y
    yy = (y * points).sum(axis=1) - n * mean_y**2
    mean_h = use @ after / n[:, None]
    th = use @ (years[:, None] * after) - (n * mean_t)[:, None] * mean_h
    hh = use @ after**2 - n[:, None] * mean_h**2
    hy = y @ after - (n * mean_y)[:, None] * mean_h
    slope = ty / np.maximum(tt, 1e-12)
    rest = yy - slope * ty
    h_rest = np.maximum(hh - th**2 / np.maximum(tt, 1e-12)[:, None], 1e-9)
    change = (hy - th * slope[:, None]) / h_rest
    n_late = use @ late
    allowed = (n_late >= _ON_A_SIDE) & (n[:, None] - n_late >= _ON_A_SIDE)
    gain = np.where(allowed, change**2 * h_rest, -1.0)
    before = slope[:, None] - change * th / np.maximum(tt, 1e-12)[:, None]
    return Hinges(slope, before, change, gain, rest, n.astype(np.int64))


def records(points: FloatArray) -> BoolArray:
    """Return which models are the best so far, in each row of points in order of days."""
    best = np.maximum.accumulate(points, axis=-1)
    earlier = np.concatenate([np.full((*best.shape[:-1], 1), -np.inf), best[..., :-1]], axis=-1)
    return points > earlier


@dataclass(frozen=True)
class Straight:
    """Progress without a break: a line, developers, and models about it."""

    years: FloatArray
    which: IntArray
    in_window: BoolArray
    slope: float
    developer_sd: float
    residuals: FloatArray

    def simulate(self, n: int, rng: np.random.Generator) -> tuple[FloatArray, BoolArray]:
        """Return points of models on the same days, and which are records in the window."""
        shape = (n, int(self.which.max()) + 1)
        points = self.slope * self.years + rng.choice(self.residuals, (n, len(self.years)))
        points += self.developer_sd * rng.standard_normal(shape)[:, self.which]
        return points, records(points) & self.in_window


def straight_progress(panel: Panel, points: FloatArray, start: float) -> Straight | None:
    """Return progress without a break, as the models of a window and before it tell of it.

    The line is that of the records, the developers and the models vary about a line of all; None
    where there are too few records.
    """
    in_window = panel.day >= start
    is_record = records(points) & in_window
    if is_record.sum() < _RECORDS:
        return None
    near = panel.day >= start - _BEFORE_DAYS
    years = (panel.day[near] - start) / _YEAR
    line = np.polyfit((panel.day[is_record] - start) / _YEAR, points[is_record], 1)
    names, which = np.unique(panel.developer[near], return_inverse=True)
    rest = points[near] - np.polyval(np.polyfit(years, points[near], 1), years)
    n = np.bincount(which)
    mean = np.bincount(which, rest) / n
    deviation = rest - mean[which]
    # what the means vary by beyond their own models
    many = n >= 3
    within = float((deviation**2).sum() / max(len(deviation) - len(names), 1))
    between = float(mean[many].var() - (within / n[many]).mean()) if many.sum() > 2 else 0.0
    # residuals about means of few are too small
    scale = np.sqrt(len(deviation) / max(len(deviation) - len(names), 1))
    return Straight(
        years,
        which,
        in_window[near],
        float(line[0]),
        float(np.sqrt(max(between, 0))),
        deviation * scale,
    )


def find_break(
    panel: Panel,
    points: FloatArray,
    start: float,
    break_on: float | None,
    n_simulations: int,
    rng: np.random.Generator,
) -> dict[str, object]:
    """Test for a break of record abilities after a day, searched for or at a given day.

    Notes
    -----
    A break that was searched for has no F distribution (Andrews 1993, Econometrica 61, 821-856),
    and records are not independent: the p-value is the share of simulated progress on a straight
    line, with the same days and developers, whose statistic is as large.
    """
    straight = straight_progress(panel, points, start)
    used = (panel.day >= start) & records(points)
    if straight is None:
        return {"n_records": int(used.sum()), "status": f"fewer than {_RECORDS} records"}
    years = (panel.day[panel.day >= start - _BEFORE_DAYS] - start) / _YEAR
    window = years[straight.in_window]
    reach = window.max() - window.min()
    breaks = np.linspace(window.min() + 0.1 * reach, window.max() - 0.1 * reach, _N_BREAKS)
    if break_on is not None:
        breaks = np.array([(break_on - start) / _YEAR])
    near = panel.day >= start - _BEFORE_DAYS
    hinges = fit_hinges(years, points[near][None], used[near][None], breaks)
    (best,), (statistic,) = hinges.statistic()
    if hinges.gain[0, best] < 0:
        return {"n_records": int(used.sum()), "status": "too few records on a side"}
    simulated, limit = _null(straight, breaks, n_simulations, rng)
    return {
        "n_records": int(used.sum()),
        "slope": float(hinges.slope[0]),
        "break_day": int(start + breaks[best] * _YEAR),
        "slope_before": float(hinges.before[0, best]),
        "slope_after": float(hinges.before[0, best] + hinges.change[0, best]),
        "statistic": float(statistic),
        "naive_p_value": float(f_distribution.sf(statistic, 1, hinges.n[0] - 3)),
        "p_value": float((1 + (simulated >= statistic).sum()) / (1 + len(simulated))),
        "naive_type1_error": float((simulated > limit).mean()) if len(simulated) else None,
        "n_simulations": len(simulated),
        "status": "ok",
    }


def _null(
    straight: Straight, breaks: FloatArray, n: int, rng: np.random.Generator
) -> tuple[FloatArray, FloatArray]:
    """Return F statistics of straight progress, and their limits at 5 % if a break were given.

    As in the data there are records enough, and on either side. Where few sets are like that, more
    are made, up to twenty times as many.
    """
    simulated, limit = [], []
    n_like = 0
    for _ in range(_BATCHES):
        made, is_record = straight.simulate(n, rng)
        enough = is_record.sum(axis=1) >= _RECORDS
        null = fit_hinges(straight.years, made[enough], is_record[enough], breaks)
        at, statistic = null.statistic()
        is_like = null.gain[np.arange(len(at)), at] >= 0
        simulated.append(statistic[is_like])
        limit.append(f_distribution.ppf(0.95, 1, null.n[is_like] - 3))
        n_like += int(is_like.sum())
        if n_like >= n:
            break
    return np.concatenate(simulated)[:n], np.concatenate(limit)[:n]


def break_cohorts(
    models: pl.DataFrame, windows: pl.DataFrame, n_simulations: int = 999, seed: int = 0
) -> pl.DataFrame:
    """Test for breaks in every cohort and window.

    Parameters
    ----------
    models : polars.DataFrame
        As for :func:`~analysis_py.statistics.ability.frontier.dated_panel`, with ``cohort_id``.
    windows : polars.DataFrame
        ``window_name``, ``starts_on``, ``ends_on``, which windows of lags alone have, and
        ``break_on``, null where none is said to be.

    Returns
    -------
    polars.DataFrame
        The columns of :class:`BreakRow`.
    """
    rows = []
    windows = windows.filter(pl.col("ends_on").is_null())
    for (cohort,), of_cohort in models.group_by(["cohort_id"], maintain_order=True):
        panel = dated_panel(of_cohort)
        for name, start, at in windows.select(
            "window_name", pl.col("starts_on").dt.epoch("d"), pl.col("break_on").dt.epoch("d")
        ).iter_rows():
            for kind, break_on in (("searched", None), ("given", at)):
                if kind == "given" and at is None:
                    continue
                rng = np.random.default_rng(bootstrap_seed(seed, str(cohort), name, kind))
                figures = find_break(panel, panel.points, start, break_on, n_simulations, rng)
                known = {
                    "cohort_id": str(cohort),
                    "window_name": str(name),
                    "kind": kind,
                    "n_models": int((panel.day >= start).sum()),
                    "n_simulations": 0,
                    "seed": seed,
                }
                rows.append(with_nulls(BreakRow, **(known | figures)))
    return to_frame(BreakRow, rows)
