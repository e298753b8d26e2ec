"""Curves of benchmarks on an ability scale: slope, difficulty, and how steep they still are."""

from __future__ import annotations

from typing import TypeVar

import numpy as np
from scipy.special import expit

from analysis_py.statistics.ability.calibration import Calibration
from analysis_py.statistics.ability.parameters import Points, Scale
from analysis_py.statistics.ability.rows import BenchmarkRow
from analysis_py.statistics.arrays import FloatArray

Share = TypeVar("Share", float, FloatArray)

#: A benchmark is steep where a point of ability moves its score at least this part of the most.
STEEP = 0.5


def benchmark_rows(
    scale: Scale, calibration: Calibration, points: Points, days: FloatArray
) -> list[BenchmarkRow]:
    """Return the curve of every benchmark; ``days`` of release are NaN where unknown.

    Steepness is that of shares, 4p(1 - p) of the share p above chance: information on the scale of
    logits would call a benchmark that all models solve informative.
    """
    cells, state = scale.cells, scale.parameters
    corrected = calibration.correct(state.ability)
    spread, centre = corrected.std(), corrected.mean()

    def in_points(fitted: FloatArray) -> FloatArray:
        return points.read((calibration.correct(fitted) - centre) / spread)

    difficulty = -state.intercept / state.slope
    # the delta method, for minus the intercept over the slope
    covariance = scale.covariance
    variance = (
        covariance.intercept / state.slope**2
        + difficulty**2 * covariance.log_slope
        - 2 * difficulty / state.slope * covariance.intercept_log_slope
    )
    records = _records(days, state.ability)
    rows = []
    for i, benchmark in enumerate(cells.benchmarks):
        is_own = cells.benchmark == i
        chance = float(cells.chance[is_own][0])
        above = float(expit(state.intercept[i] + state.slope[i] * state.ability.max()))
        slope = float(10 * state.slope[i] * spread / points.per_unit)
        rows.append(
            BenchmarkRow(
                benchmark_id=str(benchmark),
                n_models=int(is_own.sum()),
                chance_pct=100 * chance,
                n_items=float(cells.n_items[is_own][0]),
                slope=slope,
                slope_std_error=slope * float(np.sqrt(max(covariance.log_slope[i], 0))),
                difficulty=float(in_points(difficulty[[i]])[0]),
                difficulty_std_error=float(points.per_unit / spread * np.sqrt(max(variance[i], 0))),
                extra_sd=float(np.sqrt(state.extra[i])),
                explained_share=_explained(scale, is_own),
                frontier_pct=float(100 * (chance + (1 - chance) * above)),
                steepness_at_frontier=steepness(above),
                **_steep_days(*records, state.intercept[i], state.slope[i], above),
            )
        )
    return rows


def steepness(above: Share) -> Share:
    """Return how steep a curve is at a share above chance, in parts of the most."""
    return 4 * above * (1 - above)


def _steep_days(
    days: FloatArray, frontier: FloatArray, intercept: float, slope: float, above: float
) -> dict[str, int | None]:
    """Return when the frontier was where a benchmark is steepest, and when it left what is steep.

    ``above`` is the share above chance of the best model, which may have no day.
    """
    is_past = frontier > -intercept / slope
    is_flat = steepness(expit(intercept + slope * frontier)) < STEEP
    reached, left = days[is_past], days[is_past & is_flat]
    has_left = len(left) and steepness(above) < STEEP
    return {
        "steepest_day": int(reached[0]) if len(reached) else None,
        "last_steep_day": int(left[0]) if has_left else None,
    }


def _records(days: FloatArray, ability: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return days and abilities of the best so far, in order of the days."""
    known = np.flatnonzero(np.isfinite(days))
    order = known[np.lexsort((-ability[known], days[known]))]
    best = np.maximum.accumulate(ability[order]) if len(order) else ability[order]
    return days[order], best


def _explained(scale: Scale, is_own: np.ndarray) -> float | None:
    """Return the share of the variance of a benchmark's scores that abilities alone explain."""
    cells, state = scale.cells, scale.parameters
    share, chance = cells.share[is_own], cells.chance[is_own]
    logit = (
        state.intercept[cells.benchmark[is_own]]
        + state.slope[cells.benchmark[is_own]] * state.ability[cells.model[is_own]]
    )
    expected = chance + (1 - chance) * expit(logit)
    total = float(((share - share.mean()) ** 2).sum())
    return None if total <= 0 else float(1 - ((share - expected) ** 2).sum() / total)
