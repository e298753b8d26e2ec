"""Student's test of one contrast, and Holm's adjustment over several."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy import special

from analysis_py.numerics.tails import from_log10, log10_t_sf_two_sided

#: Below this the Satterthwaite approximation fails (Tipton 2015, Psychological Methods 20,
#: 375-393).
MINIMUM_DF = 4.0


def t_test(
    estimate: float, std_error: float, df: float, confidence_level: float
) -> dict[str, float]:
    """Return statistic, interval and two-sided p-value of an estimate over its standard error."""
    statistic = estimate / std_error
    margin = std_error * float(special.stdtrit(df, (1 + confidence_level) / 2))
    log10_p = log10_t_sf_two_sided(statistic, df)
    return {
        "statistic": statistic,
        "ci_low": estimate - margin,
        "ci_high": estimate + margin,
        "log10_p_value": log10_p,
        "p_value": from_log10(log10_p),
    }


def holm(p_values: Sequence[float]) -> NDArray[np.float64]:
    """Adjust p-values for their number (Holm 1979, Scandinavian Journal of Statistics 6, 65-70)."""
    p = np.asarray(p_values, dtype=float)
    order = np.argsort(p, kind="stable")
    factors = len(p) - np.arange(len(p))
    adjusted = np.empty(len(p))
    adjusted[order] = np.minimum(np.maximum.accumulate(p[order] * factors), 1.0)
    return adjusted


def add_holm(pairs: Sequence[dict]) -> None:
    """Add Holm's ``p_adjusted`` to the pairs that have a p-value."""
    tested = [pair for pair in pairs if pair.get("p_value") is not None]
    for pair, p_adjusted in zip(tested, holm([pair["p_value"] for pair in tested]), strict=True):
        pair["p_adjusted"] = float(p_adjusted)
