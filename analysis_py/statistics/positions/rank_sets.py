r"""Confidence sets for the rank of every model on a leaderboard.

A rank is an order of estimates, and each estimate has an error. Whether model ``k`` is better than
model ``j`` is decided by a confidence interval for the difference of the two, and the set of ranks
that ``j`` may hold follows: it stands below every model that is surely better and above every model
that is surely worse (Mogstad, Romano, Shaikh and Wilhelm 2024, Review of Economic Studies 91,
476-518, section 3).

Two families of differences matter. For the rank of one model chosen beforehand, its differences
from all others have to hold at once (*marginal*). For the ranks of all models together, all
differences have to (*simultaneous*). And two assumptions about the errors are possible: models
answer the questions independently of each other, or nothing is known of how their answers go
together (*any correlation*), where the standard error of a difference is at most the sum of both.
"""

from typing import NamedTuple

import numpy as np
import polars as pl
from scipy.special import ndtr, ndtri

from analysis_py.statistics.arrays import FloatArray, IntArray
from analysis_py.statistics.keys import iter_benchmarks
from analysis_py.statistics.numerics.studentized_range import critical_value

# Models are compared with groups of others of nearly one standard error, taken at its upper end:
# the sets are by up to this share wider than they would have to be, and need no pairs.
_STEP_OF_COUNTING = 0.01
# The critical value depends little on the exact standard errors.
_STEP_OF_CRITICAL = 0.05
_ERRORS = np.linspace(-7.0, 7.0, 85)
_DF_KNOWN_VARIANCE = 1e9
_STEPS_OF_BISECTION = 26


#: Which differences of models hold at once, and what is assumed of their errors.
SETS = {
    "": {"is_simultaneous": False, "is_correlation_known": True},
    "_simultaneous": {"is_simultaneous": True, "is_correlation_known": True},
    "_any_correlation": {"is_simultaneous": False, "is_correlation_known": False},
    "_simultaneous_any_correlation": {"is_simultaneous": True, "is_correlation_known": False},
}


class RankSets(NamedTuple):
    """The lowest and the highest rank that every model may hold; 1 is the best."""

    low: IntArray
    high: IntArray


def rank_sets(
    score: FloatArray,
    std_error: FloatArray,
    confidence_level: float = 0.95,
    *,
    is_simultaneous: bool = False,
    is_correlation_known: bool = True,
) -> RankSets:
    """Return the rank confidence set of every model; a larger score is better.

    ``is_correlation_known`` says that the errors of different models are independent; otherwise the
    sets hold whatever their correlation.
    """
    n = len(score)
    if not np.all(std_error > 0):
        raise ValueError("a standard error of a score is not positive")
    if n == 1:
        return RankSets(np.ones(1, dtype=np.int64), np.ones(1, dtype=np.int64))
    if not is_correlation_known:
        n_differences = n * (n - 1) / 2 if is_simultaneous else n - 1
        critical = np.full(n, -ndtri((1 - confidence_level) / 2 / n_differences))
    elif is_simultaneous:
        critical = np.full(n, simultaneous_critical_value(n, confidence_level))
    else:
        critical = marginal_critical_values(std_error, confidence_level)
    # The score mostly determines its error, so many models share both, and with them the set.
    # Sorting also makes the look-ups faster.
    order = np.lexsort((std_error, score))
    score, std_error, critical = score[order], std_error[order], critical[order]
    is_first = np.append(True, (np.diff(score) != 0) | (np.diff(std_error) != 0))
    score, std_error, critical = score[is_first], std_error[is_first], critical[is_first]
    count = np.diff(np.append(np.flatnonzero(is_first), n))
    better = np.zeros(len(score), dtype=np.int64)
    worse = np.zeros(len(score), dtype=np.int64)
    group, upper = _group_errors(std_error, _STEP_OF_COUNTING)
    for index, error in enumerate(upper):
        others = score[group == index]
        up_to = np.append(0, np.cumsum(count[group == index]))
        spread = np.hypot(std_error, error) if is_correlation_known else std_error + error
        margin = critical * spread
        better += up_to[-1] - up_to[np.searchsorted(others, score + margin, side="right")]
        worse += up_to[np.searchsorted(others, score - margin, side="left")]
    of_row = np.empty(n, dtype=np.int64)
    of_row[order] = np.cumsum(is_first) - 1
    return RankSets(low=1 + better[of_row], high=n - worse[of_row])


def simultaneous_critical_value(n: int, confidence_level: float) -> float:
    """Return the critical value of all differences of ``n`` independent estimates.

    In units of the standard error of a difference. It is that of the studentized range, exact for
    equal standard errors and conservative otherwise (Hayter 1984, Annals of Statistics 12, 61-75).
    """
    range_ = float(critical_value(confidence_level, n, _DF_KNOWN_VARIANCE))
    return range_ / np.sqrt(2)


def marginal_critical_values(std_error: FloatArray, confidence_level: float) -> FloatArray:
    """Return for each model the critical value of its differences from all others.

    Given the error of the model itself, its differences are independent, so that one integral over
    that error gives the distribution of the largest (Dunnett 1955, Journal of the American
    Statistical Association 50, 1096-1121).
    """
    group, upper = _group_errors(std_error, _STEP_OF_CRITICAL)
    count = np.bincount(group, minlength=len(upper)).astype(float)
    weight = np.exp(-(_ERRORS**2) / 2)
    weight /= weight.sum()
    # a model is not its own rival
    rivals = count[None, :] - np.eye(len(upper))
    spread = np.hypot(upper[:, None], upper[None, :])

    def level_of(critical: FloatArray) -> FloatArray:
        reach = (critical[:, None] * spread / upper[None, :])[:, :, None]
        shift = (upper[:, None] / upper[None, :])[:, :, None] * _ERRORS
        inside = ndtr(shift + reach) - ndtr(shift - reach)
        logs = np.einsum("jb,jbz->jz", rivals, np.log(np.maximum(inside, 1e-300)))
        return np.asarray(np.exp(logs) @ weight)

    low, high = np.zeros(len(upper)), np.full(len(upper), 40.0)
    for _ in range(_STEPS_OF_BISECTION):
        middle = (low + high) / 2
        is_reached = level_of(middle) >= confidence_level
        low, high = np.where(is_reached, low, middle), np.where(is_reached, middle, high)
    return np.asarray(high[group])


def _group_errors(std_error: FloatArray, step: float) -> tuple[IntArray, FloatArray]:
    """Return the group of every standard error and the upper end of each group that occurs."""
    steps = np.ceil(np.log(std_error) / np.log1p(step) - 1e-9).astype(np.int64)
    occurring, group = np.unique(steps, return_inverse=True)
    return group.astype(np.int64), np.asarray((1 + step) ** occurring.astype(float))


def fit_rank_sets(scores: pl.DataFrame, confidence_level: float = 0.95) -> pl.DataFrame:
    """Rank the evaluations of every cohort and benchmark, with confidence sets.

    Parameters
    ----------
    scores : polars.DataFrame
        One row per cohort, benchmark and evaluation: ``score_pct``, and its ``std_error_pct``
        twice: from independent questions, and ``std_error_bound_pct`` whatever their dependence.
        Both are positive, or null where nothing is known of the error; an evaluation without one
        has a rank and no set, and no part in the sets of others.
    confidence_level : float
        Of the sets.

    Returns
    -------
    polars.DataFrame
        The same rows with ``rank`` (1 is the best, ties share the better rank) and both ends of the
        sets: ``rank_low`` and ``rank_high``, with a suffix for each of :data:`SETS`.
    """
    ranked = []
    for _, rows in iter_benchmarks(scores):
        score = rows["score_pct"].to_numpy()
        ordered = np.sort(-score)
        columns = {"rank": pl.Series(np.searchsorted(ordered, -score, side="left") + 1)}
        known = rows["std_error_pct"].is_not_null().to_numpy()
        for suffix, options in SETS.items():
            column = "std_error_pct" if options["is_correlation_known"] else "std_error_bound_pct"
            low, high = np.full((2, len(rows)), -1, dtype=np.int64)
            if known.any():
                error = rows[column].to_numpy()[known]
                sets = rank_sets(score[known], error, confidence_level, **options)
                low[known], high[known] = sets.low, sets.high
            columns[f"rank_low{suffix}"] = pl.Series(low)
            columns[f"rank_high{suffix}"] = pl.Series(high)
        ends = [name for name in columns if name != "rank"]
        ranked.append(
            rows.with_columns(**columns).with_columns(
                pl.when(pl.col(name) > 0).then(name).alias(name) for name in ends
            )
        )
    return pl.concat(ranked) if ranked else scores
