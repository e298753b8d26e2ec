r"""The best score of every benchmark, corrected for having been chosen as the best.

The best score is the best for its luck too, so that it overstates and its usual interval misses.
Andrews, Kitagawa and McCloskey (2024, Quarterly Journal of Economics 139, 305-358) correct it given
that it came first. For estimates with independent errors, the condition is that the winner lies
above the second: its score is a normal one cut off below there. The *hybrid* estimate and interval
assume besides that the truth lies in a *projection* interval of level :math:`1 - \beta`, which
covers whatever was chosen; with :math:`\beta = \alpha / 10` the level is :math:`1 - \alpha` in all.
"""

from dataclasses import dataclass, replace

import numpy as np
import polars as pl
from scipy.optimize import brentq
from scipy.special import log_ndtr, ndtri

from analysis_py.statistics.arrays import FloatArray
from analysis_py.statistics.keys import BenchmarkKey, iter_benchmarks
from analysis_py.statistics.rows import to_frame, with_nulls

#: Share of the error probability that the projection within the hybrid takes.
_PROJECTION_SHARE = 0.1


@dataclass(frozen=True, kw_only=True)
class WinnerRow:
    """The best evaluation of one benchmark of a cohort, and what its score is worth."""

    cohort_id: str
    benchmark_id: str
    evaluation_id: str
    score_pct: float
    std_error_pct: float | None
    corrected_pct: float | None
    ci_low: float | None
    ci_high: float | None
    hybrid_low: float | None
    hybrid_high: float | None
    second_pct: float | None
    n_models: int
    n_without_error: int
    status: str


def fit_winners(scores: pl.DataFrame, confidence_level: float = 0.95) -> pl.DataFrame:
    """Return the best evaluation of every cohort and benchmark with its corrected score.

    Parameters
    ----------
    scores : polars.DataFrame
        One row per cohort, benchmark and evaluation: ``score_pct``, and its ``std_error_pct``,
        positive, or null where nothing is known of the error. An evaluation without one has no
        part in the correction, and none is made where the best is such a one.
    confidence_level : float
        Of the intervals.

    Returns
    -------
    polars.DataFrame
        One :class:`WinnerRow` per cohort and benchmark.
    """
    rows = [_correct(key, of, confidence_level) for key, of in iter_benchmarks(scores)]
    return to_frame(WinnerRow, rows)


def _correct(key: BenchmarkKey, rows: pl.DataFrame, level: float) -> WinnerRow:
    best = rows.row(int(rows["score_pct"].arg_max() or 0), named=True)
    known = rows.filter(pl.col("std_error_pct").is_not_null())
    others = rows.filter(pl.col("evaluation_id") != best["evaluation_id"])["score_pct"]
    row = with_nulls(
        WinnerRow,
        **key,
        **{name: best[name] for name in ("evaluation_id", "score_pct", "std_error_pct")},
        second_pct=others.max(),
        n_models=rows.height,
        n_without_error=rows.height - known.height,
        status="ok",
    )
    if best["std_error_pct"] is None:
        return replace(row, status="standard error not known")
    winner = correct_winner(known["score_pct"].to_numpy(), known["std_error_pct"].to_numpy(), level)
    return replace(
        row,
        corrected_pct=winner.corrected,
        ci_low=winner.projection_low,
        ci_high=winner.projection_high,
        hybrid_low=winner.hybrid_low,
        hybrid_high=winner.hybrid_high,
    )


@dataclass(frozen=True)
class Winner:
    """The best of several estimates, corrected; in the unit of the scores."""

    place: int  # Where it is among the estimates.
    corrected: float  # Median-unbiased hybrid estimate.
    hybrid_low: float  # The hybrid interval.
    hybrid_high: float
    projection_low: float  # The interval that covers whichever had been chosen.
    projection_high: float


def correct_winner(score: FloatArray, std_error: FloatArray, confidence_level: float) -> Winner:
    """Correct the highest of several scores with independent errors.

    Parameters
    ----------
    score, std_error : ndarray, shape (n,)
        Errors are positive. Of equal scores the first one counts as the best, and none of the
        others as the second.
    confidence_level : float
        Of the intervals.
    """
    best = int(np.argmax(score))
    y, s = float(score[best]), float(std_error[best])
    # equal scores are mostly copies of one model, which did not lose to itself
    second = float(score[score < score[best]].max(initial=-np.inf))
    alpha = 1 - confidence_level
    beta = alpha * _PROJECTION_SHARE
    reach = projection_critical(len(score), 1 - beta) * s
    tail = (alpha - beta) / (1 - beta) / 2

    def solve(p: float, reach: float) -> float:
        """Return the mean at which y is the p-quantile of its distribution as a winner."""

        def above(mean: float) -> float:
            return _cut_cdf((y - mean) / s, (max(second, mean - reach) - mean) / s, reach / s) - p

        return float(brentq(above, y - reach, y + reach, xtol=1e-10 * s))

    plain = projection_critical(len(score), confidence_level) * s
    # the estimate is kept within the interval that is shown with it
    return Winner(
        best, solve(0.5, plain), solve(1 - tail, reach), solve(tail, reach), y - plain, y + plain
    )


def projection_critical(n: int, confidence_level: float) -> float:
    """Return what the largest of n independent standard normal errors stays below in size."""
    tail = -np.expm1(np.log(confidence_level) / n) / 2
    return float(-ndtri(tail))


def _cut_cdf(z: float, low: float, high: float) -> float:
    """Return the distribution function at z of a standard normal cut to (low, high)."""
    if z >= high:
        return 1.0
    if z <= low:
        return 0.0
    if low > 0:
        return 1 - _cut_cdf(-z, -high, -low)
    below, at, top = (float(log_ndtr(each)) for each in (low, z, high))
    # (F(z) - F(low)) / (F(high) - F(low)), in logarithms for the tails
    return float(np.exp(at - top) * np.expm1(below - at) / np.expm1(below - top))
