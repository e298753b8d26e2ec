"""Prediction intervals for the next base family, calibrated in the order of submission.

A base family left out is one like those that stay. One that comes later is not: scores of a size
rise with time. So curve and quantiles are fitted on what was submitted before a date, and tried on
the base families that came first after it. The level whose quantiles would have held the nominal
share of these serves the families that come next, as in adaptive conformal inference (Gibbs and
Candès 2021, Advances in Neural Information Processing Systems 34, 1660-1672), by tenths of the base
families. What it is worth is measured at every date in turn, with the level known by then.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np

from analysis_py.statistics.arrays import BoolArray, FloatArray, IntArray
from analysis_py.statistics.positions.curve import is_within_sizes
from analysis_py.statistics.positions.intervals import (
    FEWEST_FAMILIES,
    Prediction,
    predict_new_families,
)
from analysis_py.statistics.positions.predictions import CoverageRow, supported_types
from analysis_py.statistics.positions.quantiles import CoveredWeights

#: What intervals are calibrated on and tried on.
LEFT_OUT, NEXT, LATER = "families left out", "next families", "later families"
#: Whole model generations, such as Llama 2 in all sizes, which a prediction has not seen either.
GENERATIONS = "generations left out"
#: Into how many parts the base families fall in the order of time; each has this many at least.
_N_PARTS, _FEWEST_OF_PART = 10, 8


@dataclass(frozen=True)
class Evaluations:
    """Evaluations of known size.

    Attributes
    ----------
    log_size, score : numpy.ndarray, shape (n,)
        Natural logarithms of sizes in billions, and scores in percent.
    families, generations, types : numpy.ndarray of int, shape (n,)
        Numbers of base families, of model generations and of training types.
    submitted : numpy.ndarray, shape (n,)
        Days from any origin; NaN where they are not known.
    type_names : sequence of str
        By number; empty where the type has no say.
    """

    log_size: FloatArray
    score: FloatArray
    families: IntArray
    generations: IntArray
    types: IntArray
    submitted: FloatArray
    type_names: Sequence[str] = ()

    def first_submitted(self) -> FloatArray:
        """Return when each base family came first, shape (number of families,)."""
        first = np.full(int(self.families.max()) + 1, np.inf)
        known = ~np.isnan(self.submitted)
        np.minimum.at(first, self.families[known], self.submitted[known])
        return first

    def predict(
        self,
        kept: BoolArray,
        levels: tuple[float, ...],
        seed: list[int],
        units: IntArray | None = None,
    ) -> Prediction:
        """Fit curve and quantiles on some of the evaluations; units are left out together."""
        types, families = self.types[kept], self.families[kept]
        shifted = tuple(supported_types(types, families, self.type_names))
        of = None if units is None else units[kept]
        return predict_new_families(
            self.log_size[kept], self.score[kept], families, levels, seed, types, shifted, of
        )


class _Origin(NamedTuple):
    """A date, what was predicted on it, and the evaluations of base families that came later.

    ``is_next`` tells the families that came before the next date; ``lowest`` is the place of the
    lowest level of the quantiles that holds an evaluation.
    """

    date: float
    prediction: Prediction
    rows: IntArray
    is_next: BoolArray
    lowest: IntArray
    residual: FloatArray


@dataclass(frozen=True)
class LaterFamilies:
    """Levels of the quantiles for the next base family, and how they did.

    Attributes
    ----------
    levels : dict of float to float
        By nominal coverage; empty where ``status`` is not ok.
    """

    levels: dict[float, float]
    coverages: list[CoverageRow]
    status: str


def judge_intervals(
    evaluations: Evaluations,
    prediction: Prediction,
    nominal: tuple[float, ...],
    seed: list[int],
    predicted_from: str,
) -> LaterFamilies:
    """Judge intervals on families left out, and those calibrated on families that came later."""
    origins = _origins(evaluations, nominal, seed)
    levels = {one: _level(evaluations, origins, one, np.inf) for one in nominal}
    dated = [one for one in origins if _level(evaluations, origins, nominal[0], one.date)]
    status = "ok"
    if not dated:
        is_dated = not np.isnan(evaluations.submitted).all()
        status = "too few base families came later" if is_dated else "no dates of submission"
    coverages = []
    everything = np.full(len(evaluations.score), True)
    of_generations = evaluations.predict(everything, nominal, seed, evaluations.generations)
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
        level = levels[known.nominal] if dated else None
        of_later = replace(row, calibrated_on=LATER, level=level, median_width_pct=None)
        if level is not None:
            width = _median_width(evaluations, prediction, level)
            of_later = replace(of_later, median_width_pct=width)
        coverage = of_generations.held.coverage_at(known.level)
        coverages += [
            row,
            replace(row, judged_on=GENERATIONS, coverage=coverage, coverage_uncalibrated=None),
        ]
        coverages += [
            replace(
                one,
                judged_on=judged_on,
                coverage_uncalibrated=None,
                status=status,
                **_judge(evaluations, origins, dated, replace(one, judged_on=judged_on)),
            )
            for one in (row, of_later)
            for judged_on in (NEXT, LATER)
        ]
    found = {one: level for one, level in levels.items() if level is not None}
    return LaterFamilies(found if dated else {}, coverages, status)


def _origins(
    evaluations: Evaluations, nominal: tuple[float, ...], seed: list[int]
) -> list[_Origin]:
    """Return the dates at which a tenth of the base families begins, with what came of them."""
    first = evaluations.first_submitted()
    starts = _starts(first)
    came, origins = first[evaluations.families], []
    for start, end in pairwise([*starts, np.inf]):
        past = evaluations.submitted < start
        n_past = len(np.unique(evaluations.families[past]))
        if n_past < FEWEST_FAMILIES or len(np.unique(evaluations.log_size[past])) < 2:
            continue
        within = is_within_sizes(evaluations.log_size, evaluations.log_size[past])
        rows = np.flatnonzero((came >= start) & (evaluations.submitted >= start) & within)
        prediction = evaluations.predict(past, nominal, seed)
        sizes, size = np.unique(evaluations.log_size[rows], return_inverse=True)
        expected = prediction.curve.at(evaluations.log_size[rows], evaluations.types[rows])
        residual = evaluations.score[rows] - expected
        lowest = prediction.quantiles.lowest_levels(sizes, size, residual)
        origins.append(_Origin(start, prediction, rows, came[rows] < end, lowest, residual))
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


def _level(
    evaluations: Evaluations, origins: list[_Origin], nominal: float, date: float
) -> float | None:
    """Return the level that would have held the nominal share, by what was known on a date.

    None where too few base families had come by then.
    """
    rows, lowest = [], []
    for one in origins:
        kept = one.is_next & (evaluations.submitted[one.rows] < date)
        rows.append(one.rows[kept])
        lowest.append(one.lowest[kept])
    if not rows:
        return None
    weight = _family_weights(evaluations.families[np.concatenate(rows)])
    if weight.sum() < FEWEST_FAMILIES - 0.5:
        return None
    fold = np.zeros(len(weight), dtype=np.int64)
    return CoveredWeights.by_fold(np.concatenate(lowest), weight, fold).level_for(nominal)


def _judge(
    evaluations: Evaluations, origins: list[_Origin], dated: list[_Origin], row: CoverageRow
) -> dict[str, Any]:
    """Return how many of the base families that came later lay within, over all dates."""
    held = total = above = 0.0
    judged: set[int] = set()
    for one in dated:
        level = _level(evaluations, origins, row.nominal, one.date)
        if row.calibrated_on == LEFT_OUT or level is None:
            level = next(c.level for c in one.prediction.coverages if c.nominal == row.nominal)
        kept = one.is_next if row.judged_on == NEXT else np.full(len(one.rows), True)
        rows = one.rows[kept]
        score, families = evaluations.score[rows], evaluations.families[rows]
        _, low, high = one.prediction.interval_at(
            level, evaluations.log_size[rows], evaluations.types[rows]
        )
        weight = _family_weights(families)
        held += float(weight @ ((low <= score) & (score <= high)))
        above += float(weight @ one.residual[kept])
        total += float(weight.sum())
        judged |= set(families.tolist())
    return {
        # a sum of weights may end just above their total
        "coverage": min(held / total, 1.0) if total else None,
        "bias_pct": above / total if total else None,
        "n_judged": len(judged),
        "n_origins": len(dated),
    }


def _family_weights(families: IntArray) -> FloatArray:
    if len(families) == 0:
        return np.empty(0)
    return np.asarray(1.0 / np.bincount(families)[families])


def _median_width(evaluations: Evaluations, prediction: Prediction, level: float) -> float:
    _, low, high = prediction.interval_at(level, evaluations.log_size, evaluations.types)
    return float(np.median(high - low))
