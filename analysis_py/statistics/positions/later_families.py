"""Prediction intervals for the next base family, calibrated in the order of submission.

A base family left out is one like those that stay. One that comes later is not: scores of a size
rise with time. So curve and quantiles are fitted on what was submitted before a date, and tried on
the base families that came first after it. The level whose quantiles would have held the nominal
share of these serves the families that come next, as in adaptive conformal inference (Gibbs and
Candès 2021, Advances in Neural Information Processing Systems 34, 1660-1672), by tenths of the base
families. What it is worth is measured at every date in turn, with the level known by then.
"""

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from analysis_py.statistics.arrays import BoolArray, FloatArray, IntArray
from analysis_py.statistics.positions.curve import is_within_sizes
from analysis_py.statistics.positions.intervals import (
    FEWEST_FAMILIES,
    Evaluations,
    Prediction,
    predict_new_families,
)
from analysis_py.statistics.positions.quantiles import CoveredWeights

#: What intervals are calibrated on and tried on.
LEFT_OUT, NEXT, LATER = "families left out", "next families", "later families"
#: Whole model generations, such as Llama 2 in all sizes, which a prediction has not seen either.
GENERATIONS = "generations left out"
#: Into how many parts the base families fall in the order of time; each has this many at least.
_N_PARTS, _FEWEST_OF_PART = 10, 8


@dataclass(frozen=True, kw_only=True)
class CoverageRow:
    """Coverage of prediction intervals on base families that had no say in them.

    The contract of ``stat_prediction_coverage`` says what each field means.
    """

    predicted_from: str
    calibrated_on: str
    judged_on: str
    nominal: float
    level: float | None
    coverage_uncalibrated: float | None
    coverage: float | None
    bias_pct: float | None
    median_width_pct: float | None
    n_judged: int
    n_origins: int
    status: str


class _Origin(NamedTuple):
    """A date, what was predicted on it, and the evaluations of base families that came later.

    ``is_next`` tells the families that came before the next date; ``lowest`` is the place of the
    lowest level of the quantiles that holds an evaluation.
    """

    date: float
    prediction: Prediction
    later: Evaluations
    is_next: BoolArray
    lowest: IntArray
    residual: FloatArray


def judge_intervals(
    evaluations: Evaluations,
    prediction: Prediction,
    nominal: tuple[float, ...],
    seed: list[int],
    predicted_from: str,
) -> tuple[dict[float, float], list[CoverageRow]]:
    """Judge intervals on families left out, and those calibrated on families that came later.

    Returns
    -------
    levels : dict of float to float
        Of the quantiles for the next base family, by nominal coverage; empty where they could not
        be found and judged.
    coverages : list of CoverageRow
    """
    origins = _origins(evaluations, nominal, seed)
    levels = {one: _level(origins, one, np.inf) for one in nominal}
    dated = [one for one in origins if _level(origins, nominal[0], one.date)]
    status = "ok"
    if not dated:
        is_dated = not np.isnan(evaluations.submitted).all()
        status = "too few base families came later" if is_dated else "no dates of submission"
    of_generations = predict_new_families(evaluations, nominal, seed, evaluations.generations)
    coverages = []
    for known in prediction.coverages:
        row = CoverageRow(
            predicted_from=predicted_from,
            calibrated_on=LEFT_OUT,
            judged_on=LEFT_OUT,
            bias_pct=None,
            n_judged=len(np.unique(evaluations.families)),
            n_origins=0,
            status="ok",
            **vars(known),
        )
        level, width = levels[known.nominal] if dated else None, None
        if level is not None:
            low, high = prediction.interval(level, evaluations.log_size, evaluations.types)
            width = float(np.median(high - low))
        coverage = of_generations.held.coverage_at(known.level)
        others = replace(row, coverage_uncalibrated=None)
        coverages += [row, replace(others, judged_on=GENERATIONS, coverage=coverage)]
        of_later = replace(others, calibrated_on=LATER, level=level, median_width_pct=width)
        for one in (others, of_later):
            for judged_on in (NEXT, LATER):
                judged = replace(one, judged_on=judged_on, n_origins=len(dated), status=status)
                coverages.append(_judge(origins, dated, judged))
    kept = {one: level for one, level in levels.items() if level is not None}
    return (kept if dated else {}), coverages


def _origins(
    evaluations: Evaluations, nominal: tuple[float, ...], seed: list[int]
) -> list[_Origin]:
    """Return the dates at which a tenth of the base families begins, with what came of them."""
    first = np.full(int(evaluations.families.max()) + 1, np.inf)
    known = ~np.isnan(evaluations.submitted)
    np.minimum.at(first, evaluations.families[known], evaluations.submitted[known])
    came, origins = first[evaluations.families], []
    for start, end in pairwise([*_starts(first), np.inf]):
        past = evaluations.where(evaluations.submitted < start)
        if len(np.unique(past.families)) < FEWEST_FAMILIES or len(np.unique(past.log_size)) < 2:
            continue
        within = is_within_sizes(evaluations.log_size, past.log_size)
        is_later = (came >= start) & (evaluations.submitted >= start) & within
        later, prediction = evaluations.where(is_later), predict_new_families(past, nominal, seed)
        sizes, size = np.unique(later.log_size, return_inverse=True)
        residual = later.score - prediction.curve.at(later.log_size, later.types)
        lowest = prediction.quantiles.lowest_levels(sizes, size, residual)
        is_next = came[is_later] < end
        origins.append(_Origin(start, prediction, later, is_next, lowest, residual))
    return origins


def _starts(first: FloatArray) -> list[float]:
    dates, counts = np.unique(first[np.isfinite(first)], return_counts=True)
    least = max(_FEWEST_OF_PART, int(np.ceil(counts.sum() / _N_PARTS)))
    starts: list[float] = []
    held = least
    for date, count in zip(dates.tolist(), counts.tolist(), strict=True):
        if held >= least:
            starts.append(date)
            held = 0
        held += count
    return starts


def _level(origins: list[_Origin], nominal: float, date: float) -> float | None:
    """Return the level that would have held the nominal share, by what was known on a date.

    None where too few base families had come by then.
    """
    if not origins:
        return None
    kept = [one.is_next & (one.later.submitted < date) for one in origins]
    families = np.concatenate([one.later.families[k] for one, k in zip(origins, kept, strict=True)])
    lowest = np.concatenate([one.lowest[k] for one, k in zip(origins, kept, strict=True)])
    weight = _family_weights(families)
    if weight.sum() < FEWEST_FAMILIES - 0.5:
        return None
    fold = np.zeros(len(weight), dtype=np.int64)
    return CoveredWeights.by_fold(lowest, weight, fold).level_for(nominal)


def _judge(origins: list[_Origin], dated: list[_Origin], row: CoverageRow) -> CoverageRow:
    """Return the row with how many of the families that came later lay within, over all dates."""
    held = total = above = 0.0
    judged: set[int] = set()
    for one in dated:
        level = _level(origins, row.nominal, one.date)
        if row.calibrated_on == LEFT_OUT or level is None:
            level = one.prediction.level(row.nominal)
        kept = one.is_next if row.judged_on == NEXT else np.full(len(one.is_next), True)
        later = one.later.where(kept)
        low, high = one.prediction.interval(level, later.log_size, later.types)
        weight = _family_weights(later.families)
        held += float(weight @ ((low <= later.score) & (later.score <= high)))
        above += float(weight @ one.residual[kept])
        total += float(weight.sum())
        judged |= set(later.families.tolist())
    return replace(
        row,
        # a sum of weights may end just above their total
        coverage=min(held / total, 1.0) if total else None,
        bias_pct=above / total if total else None,
        n_judged=len(judged),
    )


def _family_weights(families: IntArray) -> FloatArray:
    if len(families) == 0:
        return np.empty(0)
    return np.asarray(1.0 / np.bincount(families)[families])
