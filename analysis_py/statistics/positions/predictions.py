"""Rows of predicted scores of models of a new base family, and of how such intervals did."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from analysis_py.statistics.arrays import FloatArray, IntArray
from analysis_py.statistics.positions.curve import Label, is_within_sizes
from analysis_py.statistics.positions.intervals import Prediction
from analysis_py.statistics.rows import with_nulls

#: The narrower of the two intervals that are given.
SECOND_LEVEL = 0.90
#: A training type of fewer base families has no curve of its own.
FEWEST_OF_TYPE = 10
#: All training types together.
ALL_TYPES = "all"
#: What stands for a training type that is not known.
NO_TYPE = ""


@dataclass(frozen=True, kw_only=True)
class PredictedRow:
    """The predicted score of a model of a new base family at a size and training type.

    ``predicted_`` are the ends of intervals for a base family like those of the cohort,
    ``next_family_`` those for the next one to come, None where that could not be calibrated.
    """

    training_type: str
    parameters_b: float
    expected_pct: float
    predicted_low: float
    predicted_high: float
    predicted_low_90: float
    predicted_high_90: float
    next_family_low: float | None
    next_family_high: float | None
    next_family_low_90: float | None
    next_family_high_90: float | None


@dataclass(frozen=True, kw_only=True)
class CoverageRow:
    """Coverage of prediction intervals on base families that had no say in them.

    Attributes
    ----------
    predicted_from : str
        What predicts.
    calibrated_on, judged_on : str
        Base families on which the level of the quantiles was found, and those that lie within or
        not, each of weight one.
    level : float or None
        Of the quantiles of the last fit.
    coverage_uncalibrated, coverage : float or None
        Coverage of quantiles at the nominal level, and at levels found without the family.
    bias_pct : float or None
        Mean score of the families less the expected one, in percent.
    median_width_pct : float or None
        Of the intervals of the last fit, in percent.
    n_judged, n_origins : int
        Number of base families judged, and of the dates from which they were.
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


def supported_types(types: IntArray, families: IntArray, names: Sequence[str]) -> dict[Label, str]:
    """Return the training types of enough base families, by number."""
    n_families = int(families.max()) + 1
    pairs = np.unique(types * n_families + families)
    counts = np.bincount(pairs // n_families, minlength=len(names))
    return {
        number: name
        for number, name in enumerate(names)
        if name != NO_TYPE and counts[number] >= FEWEST_OF_TYPE
    }


def predicted_rows(
    prediction: Prediction,
    next_levels: Mapping[float, float],
    types: Mapping[Any, str],
    log_size: FloatArray,
    sizes_b: Sequence[float],
    levels: tuple[float, float],
) -> list[PredictedRow]:
    """Return what models of new base families are expected to score."""
    wanted = np.log(np.asarray(sizes_b, dtype=float))
    at = wanted[is_within_sizes(wanted, log_size)]
    found = []
    for number, name in types.items():
        groups = None if number is None else np.full(len(at), number)
        ends: dict[str, FloatArray] = {}
        for nominal, suffix in zip(levels, ("_90", ""), strict=True):
            intervals = {"predicted": prediction.interval(nominal, at, groups)}
            if nominal in next_levels:
                level = next_levels[nominal]
                intervals["next_family"] = prediction.interval_at(level, at, groups)
            for kind, (_, low, high) in intervals.items():
                ends |= {f"{kind}_low{suffix}": low, f"{kind}_high{suffix}": high}
        expected = np.clip(prediction.curve.at(at, groups), 0.0, 100.0)
        found += [
            with_nulls(
                PredictedRow,
                training_type=name,
                parameters_b=float(np.exp(at[i])),
                expected_pct=float(expected[i]),
                **{end: float(values[i]) for end, values in ends.items()},
            )
            for i in range(len(at))
        ]
    return found
