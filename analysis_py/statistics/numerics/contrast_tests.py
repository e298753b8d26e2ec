"""Student's test of one contrast, its decision, and Holm's adjustment over several."""

from collections.abc import Sequence
from typing import TypedDict

import numpy as np
import polars as pl
from scipy import special

from analysis_py.runs.paired.holm import holm as holm_of_tests
from analysis_py.statistics.numerics.tails import t_sf_two_sided

#: Below this the Satterthwaite approximation fails (Tipton 2015, Psychological Methods 20,
#: 375-393).
MINIMUM_DF = 4.0


def significance_level(confidence_level: float) -> float:
    """Return the significance level that matches intervals, without binary rounding error."""
    return round(1 - confidence_level, 12)


def df_warning(df: float) -> str | None:
    """Return a warning of few degrees of freedom, or None."""
    return f"fewer than {MINIMUM_DF:g} degrees of freedom" if df < MINIMUM_DF else None


class TTest(TypedDict):
    """Student's test of an estimate, as fields of a row."""

    statistic: float
    ci_low: float
    ci_high: float
    p_value: float


def t_test(estimate: float, std_error: float, df: float, confidence_level: float) -> TTest:
    """Return statistic, interval and two-sided p-value of an estimate over its standard error."""
    statistic = estimate / std_error
    margin = std_error * float(special.stdtrit(df, (1 + confidence_level) / 2))
    return {
        "statistic": statistic,
        "ci_low": estimate - margin,
        "ci_high": estimate + margin,
        "p_value": t_sf_two_sided(statistic, df),
    }


class CalibratedTest(TTest):
    """A test with a calibrated critical value, as fields of a row."""

    minimum_detectable_difference: float


def calibrated_test(
    estimate: float,
    std_error: float,
    df: float,
    critical_t: float | None,
    confidence_level: float,
    power: float = 0.8,
) -> CalibratedTest:
    """Return Student's test with the standard error scaled to a critical value of t, if any.

    If a standard error is too small by a factor, that factor also applies in the tail. Scaling the
    error corrects it; changing the degrees of freedom would not.

    Notes
    -----
    The minimum detectable difference is the true difference that the test detects with the given
    power: the scaled standard error times the sum of both quantiles of t (Bloom 1995, Evaluation
    Review 19, 547-556).
    """
    tail, other = special.stdtrit(df, [(1 + confidence_level) / 2, power])
    scaled = std_error * (critical_t or float(tail)) / float(tail)
    test = t_test(estimate, scaled, df, confidence_level)
    return {
        **test,
        "statistic": estimate / std_error,
        "minimum_detectable_difference": scaled * float(tail + other),
    }


def decide(estimate: float, p_value: float, confidence_level: float) -> str:
    """Return ``positive``, ``negative`` or ``not significant``."""
    if p_value + confidence_level >= 1:
        return "not significant"
    return "positive" if estimate > 0 else "negative"


def holm(p_values: Sequence[float | None]) -> list[float | None]:
    """Adjust p-values for their number by Holm's method; nulls are not tests and stay null."""
    adjusted = iter(holm_of_tests(np.array([p for p in p_values if p is not None], dtype=float)))
    return [None if p is None else float(next(adjusted)) for p in p_values]


def holm_column(column: str) -> pl.Expr:
    """Return the expression of a column of p-values adjusted by :func:`holm`."""
    return pl.col(column).map_batches(
        lambda p: pl.Series(holm(p.to_list()), dtype=pl.Float64), return_dtype=pl.Float64
    )
