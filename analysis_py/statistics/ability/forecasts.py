"""Forecasts of the best score on a benchmark, from past quarters and from the day of the data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
from scipy.special import expit

from analysis_py.statistics.ability.calibration import LEAST_ERROR_FACTOR
from analysis_py.statistics.ability.cells import (
    Cells,
    cannot_scale,
    connected_cells,
    index_cells,
)
from analysis_py.statistics.ability.parameters import Scale
from analysis_py.statistics.ability.scale import TAIL_DF, fit_scale
from analysis_py.statistics.ability.working import working_logit
from analysis_py.statistics.arrays import FloatArray, IntArray
from analysis_py.statistics.numerics.seeds import bootstrap_seed
from analysis_py.statistics.rows import to_frame, with_nulls

HORIZONS = (6, 12)
QUANTILES = {"q05_pct": 0.05, "q25_pct": 0.25, "q50_pct": 0.5, "q75_pct": 0.75, "q95_pct": 0.95}
METHODS = ("ability and line", "ability", "line on the logit", "last best")
#: At an origin, a model takes part with this many benchmarks.
_OF_MODEL = 3
#: A benchmark is forecast with this many models before, and judged with so many new ones.
_MODELS_BEFORE, _MODELS_AFTER = 8, 2
#: The frontier is a random walk with drift in steps of so many days, over so many.
_STEP_DAYS, _LOOK_BACK_DAYS = 45, 900
_MONTH = 365.25 / 12
_DRAWS = 2000
_ITERATIONS = 12


@dataclass(frozen=True, kw_only=True)
class ForecastRow:
    """A forecast of the best score on a benchmark, in percent."""

    cohort_id: str
    benchmark_id: str
    method: str
    status: str
    origin_day: int
    due_day: int
    horizon_months: int
    n_models: int
    n_new_models: int | None
    seed: int
    last_best_pct: float
    q05_pct: float
    q25_pct: float
    q50_pct: float
    q75_pct: float
    q95_pct: float
    outcome_pct: float | None
    crps: float | None
    is_covered: bool | None


def forecast_cohorts(
    cells: pl.DataFrame,
    models: pl.DataFrame,
    as_of: pl.DataFrame,
    n_origins: int,
    seed: int,
) -> pl.DataFrame:
    """Forecast best scores of every cohort from past quarters, and from the day of its snapshot.

    Parameters
    ----------
    cells : polars.DataFrame
        As for :func:`~analysis_py.statistics.ability.abilities.scale_cohorts`.
    models : polars.DataFrame
        One row per ``cohort_id`` and ``weights``: ``released_on``.
    as_of : polars.DataFrame
        One row per ``cohort_id``: ``taken_on``, the day of its snapshot.
    n_origins : int
        Past quarters from which the shorter horizon has come.
    seed : int

    Returns
    -------
    polars.DataFrame
        The columns of :class:`ForecastRow`. From the day of the snapshot a forecast is sealed: it
        depends on nothing but the rows of the snapshot.
    """
    rows: list[Any] = []
    dated = cells.join(
        models.select("cohort_id", "weights", pl.col("released_on").dt.epoch("d").alias("day")),
        on=["cohort_id", "weights"],
    ).filter(pl.col("day").is_not_null())
    days = dict(as_of.select("cohort_id", pl.col("taken_on").dt.epoch("d")).iter_rows())
    for (cohort,), of_cohort in dated.group_by(["cohort_id"], maintain_order=True):
        if cohort not in days or cannot_scale(connected_cells(of_cohort)) is not None:
            continue
        for origin in _origins(days[cohort], n_origins):
            before = connected_cells(of_cohort.filter(pl.col("day") <= origin), _OF_MODEL)
            if cannot_scale(before) is not None:
                continue
            rng = np.random.default_rng(bootstrap_seed(seed, str(cohort), str(origin)))
            rows += _from_origin(str(cohort), of_cohort, before, origin, days[cohort], seed, rng)
    return to_frame(ForecastRow, rows)


def _origins(last: int, n: int) -> list[int]:
    """Return the first days of past quarters from which a horizon has come, and the last day."""
    quarter = np.datetime64(last, "D").astype("datetime64[M]")
    quarter -= int(quarter.astype(int)) % 3
    starts = [quarter - 3 * i for i in range(n + HORIZONS[0] // 3 + 1)]
    days = [int(start.astype("datetime64[D]").astype(int)) for start in starts]
    past = [day for day in days if day + HORIZONS[0] * _MONTH <= last]
    return [*sorted(past[:n]), last]


def _from_origin(
    cohort: str,
    of_cohort: pl.DataFrame,
    before: pl.DataFrame,
    origin: int,
    last: int,
    seed: int,
    rng: np.random.Generator,
) -> list[Any]:
    """Return the forecasts of one day, and how those that are due went."""
    cells = index_cells(before)
    scale = fit_scale(cells, maximum_iterations=_ITERATIONS)
    day = dict(before.select("weights", "day").iter_rows())
    days = np.array([day[str(model)] for model in cells.models], dtype=float)
    made = _Made(cohort, scale, days, origin, seed)
    rows = []
    for horizon in HORIZONS:
        due = round(origin + horizon * _MONTH)
        is_sealed = origin == last
        if is_sealed or due <= last:
            new = of_cohort.filter((pl.col("day") > origin) & (pl.col("day") <= due))
            rows += _at_horizon(made, new, horizon, due, is_sealed, rng)
    return rows


@dataclass(frozen=True)
class _Made:
    """What is known on the day of a forecast: a scale, and its models' days of release."""

    cohort: str
    scale: Scale
    days: FloatArray
    origin: int
    seed: int


def _at_horizon(
    made: _Made,
    new: pl.DataFrame,
    horizon: int,
    due: int,
    is_sealed: bool,
    rng: np.random.Generator,
) -> list[Any]:
    """Return the forecasts of every benchmark with models enough; ``new`` came until it was due."""
    scale, cells = made.scale, made.scale.cells
    frontier = frontier_draws(scale, made.days, made.origin, horizon * _MONTH, rng)
    shares = dict(new.group_by("benchmark_id").agg("share").iter_rows())
    rows = []
    for i, benchmark in enumerate(cells.benchmarks):
        is_own = cells.benchmark == i
        after = shares.get(str(benchmark), [])
        n_before, n_after = int(is_own.sum()), len(after)
        if n_before < _MODELS_BEFORE or (not is_sealed and n_after < _MODELS_AFTER):
            continue
        best = float(cells.share[is_own].max())
        outcome = None if is_sealed else max(best, *after)
        draws_by_method = _draws(scale, i, made.days, frontier, made.origin, horizon, rng)
        rows += [
            with_nulls(
                ForecastRow,
                cohort_id=made.cohort,
                benchmark_id=str(benchmark),
                origin_day=made.origin,
                due_day=due,
                horizon_months=horizon,
                method=method,
                **_summary(draws, best, outcome),
                n_models=n_before,
                n_new_models=None if is_sealed else n_after,
                seed=made.seed,
                status="sealed" if is_sealed else "judged",
            )
            for method, draws in draws_by_method.items()
        ]
    return rows


def frontier_draws(
    scale: Scale, days: FloatArray, origin: float, ahead: float, rng: np.random.Generator
) -> FloatArray:
    """Return draws of the best ability some days ahead: a random walk with drift.

    Steps of the best so far over 45 days; their mean and spread are uncertain, so that a draw is
    of a t distribution, and so is how able the best is today.
    """
    ability = scale.parameters.ability
    at = np.arange(origin - _LOOK_BACK_DAYS, origin + 1, _STEP_DAYS)
    at = at[at >= days.min()]
    best = np.array([ability[days <= day].max() for day in at])
    steps = np.diff(best)
    n, k = len(steps), ahead / _STEP_DAYS
    if n < 3:
        return np.full(_DRAWS, ability.max())
    spread = steps.std(ddof=1)
    top = LEAST_ERROR_FACTOR * np.sqrt(scale.covariance.variance[ability.argmax()])
    error = np.sqrt(spread**2 * k + (k * spread) ** 2 / n + top**2)
    return ability.max() + steps.mean() * k + error * rng.standard_t(n - 1, _DRAWS)


def _draws(
    scale: Scale,
    benchmark: int,
    days: FloatArray,
    frontier: FloatArray,
    origin: float,
    horizon: int,
    rng: np.random.Generator,
) -> dict[str, FloatArray]:
    """Return draws of the best share by method; none is below the best so far."""
    cells, state = scale.cells, scale.parameters
    rows = np.flatnonzero(cells.benchmark == benchmark)
    chance, n_items = cells.chance[rows[0]], cells.n_items[rows[0]]
    best = cells.share[rows].max()

    def share(logit: FloatArray) -> FloatArray:
        return np.maximum(chance + (1 - chance) * expit(logit), best)

    # what a fit with weights of the tails finds is their scale, not their standard deviation
    noise = rng.standard_t(TAIL_DF, _DRAWS) * np.sqrt(state.extra[benchmark])
    by_ability = share(state.intercept[benchmark] + state.slope[benchmark] * frontier + noise)
    by_line = share(_line(cells, rows, days, origin, horizon, chance, n_items, rng))
    half = _DRAWS // 2
    mixed = np.r_[rng.choice(by_ability, half, False), rng.choice(by_line, half, False)]
    drawn = (mixed, by_ability, by_line, np.full(_DRAWS, best))
    return dict(zip(METHODS, drawn, strict=True))


def _line(
    cells: Cells,
    rows: IntArray,
    days: FloatArray,
    origin: float,
    horizon: int,
    chance: float,
    n_items: float,
    rng: np.random.Generator,
) -> FloatArray:
    """Return draws of a least-squares line through the logits of the best so far."""
    order = rows[np.argsort(days[cells.model[rows]], kind="stable")]
    so_far = np.maximum.accumulate(cells.share[order])
    ones = np.ones(len(order))
    y = working_logit(so_far, chance * ones, n_items * ones)
    x = np.column_stack([ones, (days[cells.model[order]] - origin) / 365.25])
    inverse = np.linalg.pinv(x)
    estimate = inverse @ y
    df = max(len(y) - 2, 1)
    variance = float(((y - x @ estimate) ** 2).sum() / df)
    at = np.array([1.0, horizon / 12])
    spread = np.sqrt(variance * (1 + ((at @ inverse) ** 2).sum()))
    return at @ estimate + spread * rng.standard_t(df, _DRAWS)


def _summary(draws: FloatArray, best: float, outcome: float | None) -> dict[str, object]:
    """Return quantiles in percent, and how the outcome lies among them, half a point for rounding.

    Continuous ranked probability score: Gneiting and Raftery 2007, JASA 102, 359-378, equation 21.
    """
    ordered = np.sort(draws)
    n = len(ordered)
    quantiles = 100 * np.interp(np.array(list(QUANTILES.values())) * (n - 1), np.arange(n), ordered)
    figures: dict[str, object] = {"last_best_pct": 100 * best}
    figures |= dict(zip(QUANTILES, quantiles.tolist(), strict=True))
    if outcome is None:
        return figures
    spread = float(((2 * np.arange(1, n + 1) - n - 1) * ordered).sum()) / n**2
    return figures | {
        "outcome_pct": 100 * outcome,
        "is_covered": bool(quantiles[0] - 0.5 <= 100 * outcome <= quantiles[-1] + 0.5),
        "crps": 100 * (float(np.abs(ordered - outcome).mean()) - spread),
    }
