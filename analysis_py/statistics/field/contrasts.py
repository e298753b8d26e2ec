"""Contrasts of regressions that test hypotheses on size and on training types."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import polars as pl

from analysis_py.statistics.arrays import FloatArray
from analysis_py.statistics.field.curves import KNOTS
from analysis_py.statistics.field.regression import cannot_fit, complete_rows, design
from analysis_py.statistics.numerics.natural_spline import natural_spline

#: Smallest number of weights on each side of a comparison.
MINIMUM_OF_SIDE = 5
_SIZE = ["log2_total"]
_N_GRID = 25
#: The mean row of the spline's basis at some sizes.
Basis: TypeAlias = Callable[[FloatArray], FloatArray]
#: Weights of the coefficients, or the reason why they cannot be given.
Weights: TypeAlias = FloatArray | str


@dataclass(frozen=True, kw_only=True)
class Hypothesis:
    """A hypothesis on scores; sizes are logarithms to base 2, null at the open end of a range."""

    question: str
    kind: str
    low_a: float | None
    high_a: float | None
    low_b: float | None
    high_b: float | None
    type_a: str | None
    type_b: str | None
    baseline_pct: float | None
    #: Smallest number of rows of a curve or a line.
    minimum: int


@dataclass(frozen=True)
class Contrast:
    """A hypothesis as a contrast of the coefficients of a regression on rows."""

    rows: pl.DataFrame
    design: FloatArray
    weights: FloatArray
    n_a: int = 0
    n_b: int = 0


def _is_in_range(low: float | None, high: float | None) -> pl.Expr:
    """Return whether a size lies in a half-open range: the lower edge included."""
    size = pl.col("log2_total")
    above = pl.lit(True) if low is None else size >= low
    below = pl.lit(True) if high is None else size < high
    return size.is_not_null() & above & below


def _contrast_ranges(rows: pl.DataFrame, hypothesis: Hypothesis) -> Contrast | str:
    """Return the mean of one range of sizes minus that of another."""
    a = rows.filter(_is_in_range(hypothesis.low_a, hypothesis.high_a))
    b = rows.filter(_is_in_range(hypothesis.low_b, hypothesis.high_b))
    if min(a.height, b.height) < MINIMUM_OF_SIDE:
        return f"{a.height} and {b.height} weights in the two ranges, fewer than {MINIMUM_OF_SIDE}"
    side = np.repeat([1.0, 0.0], [a.height, b.height])
    x = np.column_stack([np.ones(len(side)), side])
    return Contrast(pl.concat([a, b]), x, np.array([0.0, 1.0]), a.height, b.height)


def _contrast_types(rows: pl.DataFrame, hypothesis: Hypothesis) -> Contrast | str:
    """Return one training type minus another at equal size, among weights of known size."""
    a, b = hypothesis.type_a, hypothesis.type_b
    used = complete_rows(rows, _SIZE).filter(pl.col("training_type").is_in([a, b]))
    side = (used["training_type"] == a).cast(float).to_numpy()
    n_a, n_b = int(side.sum()), int(len(side) - side.sum())
    if min(n_a, n_b) < MINIMUM_OF_SIDE:
        return f"{n_a} {a} and {n_b} {b} weights of known size, fewer than {MINIMUM_OF_SIDE}"
    x = np.column_stack([design(used, _SIZE), side])
    return Contrast(used, x, np.array([0.0, 0.0, 1.0]), n_a, n_b)


def _contrast_trend(rows: pl.DataFrame, hypothesis: Hypothesis) -> Contrast | str:
    """Return the slope of a line over the logarithm of size, of all weights or of one type."""
    used = complete_rows(rows, _SIZE)
    if hypothesis.type_a is not None:
        used = used.filter(pl.col("training_type") == hypothesis.type_a)
        if used.height < hypothesis.minimum:
            of_type = f"{used.height} {hypothesis.type_a} weights of known size"
            return f"{of_type}, fewer than {hypothesis.minimum}"
    if problem := cannot_fit(used, _SIZE, hypothesis.minimum):
        return problem
    return Contrast(used, design(used, _SIZE), np.array([0.0, 1.0]))


def _contrast_level(rows: pl.DataFrame, hypothesis: Hypothesis) -> Contrast | str:
    """Return the mean of a range of sizes minus the baseline."""
    used = rows.filter(_is_in_range(hypothesis.low_a, hypothesis.high_a))
    if used.height < MINIMUM_OF_SIDE:
        return f"{used.height} weights of these sizes, fewer than {MINIMUM_OF_SIDE}"
    if hypothesis.baseline_pct is None:
        return "the benchmark has no chance level"
    return Contrast(used, np.ones((used.height, 1)), np.array([1.0]), used.height)


def _on_curve(
    rows: pl.DataFrame, hypothesis: Hypothesis, weigh: Callable[[Basis, float, float], Weights]
) -> Contrast | str:
    """Return a contrast of the curve over size, or the reason why there is none."""
    used = complete_rows(rows, _SIZE)
    if problem := cannot_fit(used, _SIZE, hypothesis.minimum):
        return problem
    x = used["log2_total"].to_numpy()
    knots = np.unique(np.quantile(x, KNOTS))
    if len(knots) < 3:
        return "sizes too few for a curve"
    low, high = np.quantile(x, [0.025, 0.975])
    weights = weigh(lambda at: natural_spline(at, knots).mean(axis=0), float(low), float(high))
    if isinstance(weights, str):
        return weights
    return Contrast(used, natural_spline(x, knots), np.asarray(weights))


def _contrast_sizes(rows: pl.DataFrame, hypothesis: Hypothesis) -> Contrast | str:
    """Return the curve at one size, or over one range, minus the curve at another."""

    def weigh(basis: Basis, low: float, high: float) -> Weights:
        sides = []
        a, b = (hypothesis.low_a, hypothesis.high_a), (hypothesis.low_b, hypothesis.high_b)
        for from_, to in (a, b):
            start = low if from_ is None else from_
            end = high if to is None else to
            # a range is cut to the fitted sizes; a single size must lie among them
            start, end = (start, end) if start == end else (max(start, low), min(end, high))
            if start > end or start < low or end > high:
                return _outside(low, high)
            sides.append(basis(np.linspace(start, end, _N_GRID)))
        return sides[0] - sides[1]

    return _on_curve(rows, hypothesis, weigh)


def _contrast_slope(rows: pl.DataFrame, hypothesis: Hypothesis) -> Contrast | str:
    """Return the mean slope of the curve over a range of sizes, per doubling."""

    def weigh(basis: Basis, low: float, high: float) -> Weights:
        start = low if hypothesis.low_a is None else max(hypothesis.low_a, low)
        end = high if hypothesis.high_a is None else min(hypothesis.high_a, high)
        if end - start < 1:
            return _outside(low, high)
        rise: FloatArray = basis(np.array([end])) - basis(np.array([start]))
        return rise / (end - start)

    return _on_curve(rows, hypothesis, weigh)


def _outside(low: float, high: float) -> str:
    return f"the curve of size reaches from {2**low:.3g} to {2**high:.3g} B and not to these sizes"


#: Function that builds the contrast, by kind of hypothesis.
KINDS: dict[str, Callable[[pl.DataFrame, Hypothesis], Contrast | str]] = {
    "ranges of size": _contrast_ranges,
    "training types": _contrast_types,
    "trend of size": _contrast_trend,
    "curve of size": _contrast_sizes,
    "slope of the curve": _contrast_slope,
    "level": _contrast_level,
}
