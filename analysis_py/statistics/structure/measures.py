"""Figures of the components of a battery, each with its interval and that interval's miss rate."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from analysis_py.statistics.arrays import FloatArray
from analysis_py.statistics.numerics.jackknife import jackknife
from analysis_py.statistics.structure import dimensions as dim


@dataclass(frozen=True, kw_only=True)
class Measure:
    """One figure of a battery."""

    measure: str
    estimate: float | None
    ci_low: float | None
    ci_high: float | None
    p_value: float | None
    type1_error: float | None
    method: str


def or_none(value: float | None) -> float | None:
    """Return a number, None for NaN."""
    return None if value is None or not np.isfinite(value) else float(value)


def measure_of(
    name: str, values: tuple[float, ...], method: str, type1_error: float | None = None
) -> Measure:
    """Return a measure from an estimate, the ends of its interval and a p-value; NaN if missing."""
    estimate, low, high, p = (or_none(value) for value in values)
    return Measure(
        measure=name,
        estimate=estimate,
        ci_low=low,
        ci_high=high,
        p_value=p,
        type1_error=or_none(type1_error),
        method=method,
    )


#: Figures of eigenvalues between 0 and 1; intervals are on the logit scale.
SHARES: dict[str, Callable[[FloatArray], FloatArray]] = {
    "share_first": lambda values: dim.shares(values, 1),
    "share_first_three": lambda values: dim.shares(values, 3),
}


def logits(share: FloatArray) -> FloatArray:
    """Return the logit of a share."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(np.log(share) - np.log1p(-share), dtype=float)


def in_logits(
    name: str,
    logit: float,
    without: FloatArray,
    level: float,
    type1_error: float | None = None,
) -> Measure:
    """Return a measure from a logit and its values without each unit, shape (g,)."""
    made = jackknife(float(logit), without, level)
    logits_of = np.array([made.estimate, made.ci_low, made.ci_high])
    values = 1 / (1 + np.exp(-logits_of))
    return measure_of(name, (*values, np.nan), "jackknife of units, logit", type1_error)


def count_measure(name: str, count: float, without: FloatArray, type1_error: float) -> Measure:
    """Return the number of eigenvalues above their limits, and its range with any unit left out."""
    every = np.append(without, count)
    values = (count, every.min(), every.max(), np.nan)
    return measure_of(name, values, "each unit left out", type1_error)
