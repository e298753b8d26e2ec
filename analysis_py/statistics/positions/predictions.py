"""Predicted scores of models of a new base family, by size and training type."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from analysis_py.statistics.arrays import FloatArray, IntArray
from analysis_py.statistics.positions.curve import Label, is_within_sizes
from analysis_py.statistics.positions.intervals import Coverage, Prediction

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
    """The predicted score of a new base family at a size and training type."""

    training_type: str
    parameters_b: float
    expected_pct: float
    predicted_low: float
    predicted_high: float
    predicted_low_90: float
    predicted_high_90: float


@dataclass(frozen=True, kw_only=True)
class CoverageRow(Coverage):
    """Coverage of the prediction intervals on base families left out."""

    predicted_from: str


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
    of_size: Prediction,
    of_type: Prediction,
    shifted: Mapping[Label, str],
    log_size: FloatArray,
    sizes_b: Sequence[float],
    levels: tuple[float, float],
) -> list[PredictedRow]:
    """Return what new families are expected to score, of all types together and of each.

    Parameters
    ----------
    of_size, of_type : Prediction
        From size, and from size and training type.
    shifted : mapping of int to str
        The training types that have a curve, by number.
    log_size : numpy.ndarray, shape (n,)
        Natural logarithms of the sizes seen; a size beyond them is not predicted for.
    sizes_b : sequence of float
        Sizes asked for, in billions.
    levels : tuple of float
        Of the narrower and of the wider interval.
    """
    wanted = np.log(np.asarray(sizes_b, dtype=float))
    at = wanted[is_within_sizes(wanted, log_size)]
    found = []
    for number, name in ((None, ALL_TYPES), *shifted.items()):
        prediction = of_size if number is None else of_type
        groups = None if number is None else np.full(len(at), number)
        expected, low_90, high_90 = prediction.interval(levels[0], at, groups)
        _, low, high = prediction.interval(levels[1], at, groups)
        found += [
            PredictedRow(
                training_type=name,
                parameters_b=float(np.exp(at[i])),
                expected_pct=float(np.clip(expected[i], 0.0, 100.0)),
                predicted_low=float(low[i]),
                predicted_high=float(high[i]),
                predicted_low_90=float(low_90[i]),
                predicted_high_90=float(high_90[i]),
            )
            for i in range(len(at))
        ]
    return found
