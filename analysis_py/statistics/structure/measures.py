"""Figures of the components of a battery, each with its interval and how often that misses."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from analysis_py.statistics.arrays import FloatArray
from analysis_py.statistics.numerics.jackknife import jackknife, miss_rates, range_without
from analysis_py.statistics.structure import dimensions as dim

#: A figure of one matrix, or of a stack of them.
Figure = Callable[[FloatArray], FloatArray]


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


def first_share(matrix: FloatArray) -> FloatArray:
    """Return the share of the first component."""
    return dim.shares(matrix, 1)


def _first_three(matrix: FloatArray) -> FloatArray:
    return dim.shares(matrix, 3)


#: Figures between 0 and 1, or 1 and the number of benchmarks, whose logits have the intervals.
SHARES: dict[str, Figure] = {
    "share_first": first_share,
    "share_first_three": _first_three,
    "participation_ratio": dim.participation,
}
FIGURES = SHARES | {
    "factor_share": dim.factor_share,
    "share_before": first_share,
    "share_after": first_share,
}


def _ends(name: str, k: int) -> tuple[float, float]:
    return (1.0, float(k)) if name == "participation_ratio" else (0.0, 1.0)


def logits(name: str, matrix: FloatArray) -> FloatArray:
    """Return the logit of a figure between its two ends."""
    low, top = _ends(name, matrix.shape[-1])
    with np.errstate(divide="ignore", invalid="ignore"):
        part = (FIGURES[name](matrix) - low) / (top - low)
        return np.asarray(np.log(part) - np.log1p(-part), dtype=float)


def in_logits(
    name: str,
    whole: FloatArray,
    without: FloatArray,
    level: float,
    type1_error: float | None = None,
) -> Measure:
    """Return a measure between 0 and an end, with the interval of its logit."""
    low, top = _ends(name, whole.shape[-1])
    made = jackknife(float(logits(name, whole)), logits(name, without), level)
    ends = [low + (top - low) / (1 + np.exp(-end)) for end in (made.ci_low, made.ci_high)]
    values = (float(FIGURES[name](whole)), *ends, np.nan)
    return measure_of(name, values, "jackknife of units, logit", type1_error)


def counted(
    name: str,
    moments: dim.Moments,
    limits: FloatArray,
    in_a_row: bool,
    level: float,
    rng: np.random.Generator,
) -> Measure:
    """Return how many eigenvalues exceed their limits, and the range with any unit left out."""

    def counts(weights: FloatArray) -> FloatArray:
        return dim.n_above(moments.of_parts(weights, True), limits, in_a_row)[:, None]

    g = len(moments.n)
    every = counts(np.vstack([np.ones(g), 1 - np.eye(g)]))[:, 0]
    values = (every[0], every.min(), every.max(), np.nan)
    (rate,) = miss_rates(counts, g, level, rng, range_without)
    return measure_of(name, values, "each unit left out", rate)
