"""Figures of the components of a battery, each with its interval and how often that misses."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from analysis_py.statistics.arrays import FloatArray
from analysis_py.statistics.numerics.jackknife import jackknife
from analysis_py.statistics.structure import dimensions as dim

#: A figure of matrices, shape (..., k, k), and of their eigenvalues.
Figure = Callable[[FloatArray, FloatArray], FloatArray]


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


def known(value: float | None) -> float | None:
    """Return a number, None for none."""
    return None if value is None or not np.isfinite(value) else float(value)


def measure_of(
    name: str, values: tuple[float, ...], method: str, type1_error: float | None = None
) -> Measure:
    """Return a measure of an estimate, the ends of its interval and a p-value, NaN for none."""
    estimate, low, high, p = (known(value) for value in values)
    return Measure(
        measure=name,
        estimate=estimate,
        ci_low=low,
        ci_high=high,
        p_value=p,
        type1_error=known(type1_error),
        method=method,
    )


def first_share(matrix: FloatArray, values: FloatArray) -> FloatArray:
    """Return the share of the first component."""
    return dim.shares(values, 1)


#: Figures between 0 and 1, or 1 and the number of benchmarks, whose logits have the intervals.
SHARES: dict[str, Figure] = {
    "share_first": first_share,
    "share_first_three": lambda matrix, values: dim.shares(values, 3),
    "participation_ratio": lambda matrix, values: dim.participation(values),
}
FIGURES = SHARES | {
    "factor_share": lambda matrix, values: dim.factor_share(matrix),
    "share_before": first_share,
    "share_after": first_share,
}


def _ends(name: str, k: int) -> tuple[float, float]:
    return (1.0, float(k)) if name == "participation_ratio" else (0.0, 1.0)


def logits(name: str, matrix: FloatArray, values: FloatArray) -> FloatArray:
    """Return the logit of a figure of matrices and their eigenvalues between its two ends."""
    low, top = _ends(name, matrix.shape[-1])
    with np.errstate(divide="ignore", invalid="ignore"):
        part = (FIGURES[name](matrix, values) - low) / (top - low)
        return np.asarray(np.log(part) - np.log1p(-part), dtype=float)


def in_logits(
    name: str,
    every: FloatArray,
    values: FloatArray,
    level: float,
    type1_error: float | None = None,
) -> Measure:
    """Return a measure between 0 and an end, with the interval of its logit.

    Parameters
    ----------
    name : str
    every : numpy.ndarray, shape (1 + g, k, k)
        The matrix of all units, and those without each.
    values : numpy.ndarray, shape (1 + g, k)
        Their eigenvalues.
    level, type1_error : float
    """
    low, top = _ends(name, every.shape[-1])
    found = logits(name, every, values)
    made = jackknife(float(found[0]), found[1:], level)
    ends = [low + (top - low) / (1 + np.exp(-end)) for end in (made.ci_low, made.ci_high)]
    estimate = low + (top - low) / (1 + np.exp(-found[0]))
    return measure_of(
        name, (float(estimate), *ends, np.nan), "jackknife of units, logit", type1_error
    )


def counted(name: str, counts: FloatArray, type1_error: float) -> Measure:
    """Return how many eigenvalues exceed their limits, and the range with any unit left out."""
    values = (counts[0], counts.min(), counts.max(), np.nan)
    return measure_of(name, values, "each unit left out", type1_error)
