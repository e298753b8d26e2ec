r"""Ranks that paired differences leave open, for any number of evaluations.

Of two evaluations, the items that only one of them has right are heads or tails of a fair coin
where both are equally good: McNemar's exact test (1947, Psychometrika 12, 153-157). Where items
have clusters, or are scored in parts, the difference is compared with its clustered standard error
by Student's t: with R the centred totals of clusters, :math:`Var(s_j - s_k) \propto |R_j - R_k|^2`.
Both need one matrix of products, made in blocks, and no list of pairs. What is sure is decided at
Bonferroni's share of the level, so that it holds for any correlation of the models' errors; the
ranks follow as in Mogstad, Romano, Shaikh and Wilhelm (2024, Review of Economic Studies 91,
476-518, section 3).
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import polars as pl
from scipy import stats

from analysis_py.statistics.arrays import BoolArray, FloatArray, IntArray
from analysis_py.statistics.items.panel import Panel, iter_panels, sum_by
from analysis_py.statistics.rows import to_frame, validate_frame

#: Which evaluations (columns) are surely better and surely worse than some (rows), at each level.
Decided = list[tuple[BoolArray, BoolArray]]
Decision = Callable[[slice], Decided]

EXACT, CLUSTERED = "exact McNemar", "clustered t"
_BLOCK = 512


@dataclass(frozen=True, kw_only=True)
class ItemRankRow:
    """The ranks that one evaluation may hold on one benchmark."""

    benchmark_id: str
    evaluation_id: str
    score_pct: float
    rank: int
    rank_low: int | None
    rank_high: int | None
    rank_low_simultaneous: int | None
    rank_high_simultaneous: int | None
    rank_low_unpaired: int | None
    rank_high_unpaired: int | None
    method: str
    n_compared: int
    n_items: int
    n_clusters: int
    status: str


def fit_item_ranks(
    answers: pl.DataFrame, items: pl.DataFrame, confidence_level: float
) -> pl.DataFrame:
    """Rank the evaluations of every panel, with confidence sets.

    Parameters
    ----------
    answers, items : polars.DataFrame
        As :func:`~analysis_py.statistics.items.panel.iter_panels` takes them.
    confidence_level : float
        Of each set, and of all sets of a benchmark together.

    Returns
    -------
    polars.DataFrame
        One :class:`ItemRankRow` per row of ``answers``.
    """
    frames = [_rank(panel, confidence_level) for panel in iter_panels(answers, items)]
    return pl.concat([to_frame(ItemRankRow, []), *frames])


def rank_sets(panel: Panel, confidence_level: float) -> tuple[IntArray, IntArray]:
    """Return the lowest and the highest ranks that are left open; 1 is the best.

    Returns
    -------
    low, high : ndarray of int, shape (n, 2)
        Of each set by itself, and of all sets at once.
    """
    n = len(panel.answers)
    alpha = 1 - confidence_level
    # a single evaluation cannot be compared
    levels = alpha / np.array([max(n - 1, 1), max(n * (n - 1) / 2, 1)])
    better, worse = np.zeros((2, n, 2), dtype=np.int64)
    if panel.is_binary and panel.clusters is None:
        decide = _mcnemar(panel.answers, levels)
    else:
        decide = _clustered_t(panel, levels)
    for first in range(0, n, _BLOCK):
        rows = slice(first, min(n, first + _BLOCK))
        for place, (is_better, is_worse) in enumerate(decide(rows)):
            better[rows, place], worse[rows, place] = is_better.sum(1), is_worse.sum(1)
    return 1 + better, n - worse


def unpaired_sets(panel: Panel, confidence_level: float) -> tuple[IntArray, IntArray]:
    """Return the ranks that scores and their errors alone leave open, all sets at once.

    The errors of two scores are treated as independent, as a table of scores forces one to.

    Returns
    -------
    low, high : ndarray of int, shape (n,)
    """
    n = len(panel.answers)
    score, variance = panel.answers.mean(1), (centred_totals(panel) ** 2).sum(1)
    limit = stats.norm.isf((1 - confidence_level) / max(n * (n - 1), 2))
    error = np.sqrt(variance[:, None] + variance)
    ahead = score - score[:, None] > limit * error
    return 1 + ahead.sum(1), n - ahead.sum(0)


def _mcnemar(answers: FloatArray, levels: FloatArray) -> Decision:
    """Return what decides by McNemar's exact test at each level."""
    # sums of 0 and 1 are exact in single precision
    x = answers.astype(np.float32)
    total = x.sum(1)
    critical = [_critical_counts(answers.shape[1], level) for level in levels]

    def decide(rows: slice) -> Decided:
        both = x[rows] @ x.T
        only_own = np.rint(total[rows, None] - both).astype(np.int32)
        only_other = np.rint(total[None, :] - both).astype(np.int32)
        n_apart = only_own + only_other
        is_sure = [np.minimum(only_own, only_other) <= limit[n_apart] for limit in critical]
        is_better = only_other > only_own
        return [(sure & is_better, sure & (only_own > only_other)) for sure in is_sure]

    return decide


def _critical_counts(most: int, level: float) -> IntArray:
    """Return, for n items that tell two apart, the most of the rarer kind that is significant."""
    n = np.arange(most + 1)
    # the largest k with 2 P(K <= k) <= level, -1 where there is none
    k = stats.binom.ppf(level / 2, n, 0.5).astype(np.int64)
    k = np.where(2 * stats.binom.cdf(k, n, 0.5) <= level, k, k - 1)
    return np.asarray(np.where(n > 0, k, -1), dtype=np.int64)


def _clustered_t(panel: Panel, levels: FloatArray) -> Decision:
    """Return what decides by t with clustered errors at each level."""
    score = panel.answers.mean(1)
    residual = centred_totals(panel)
    square = (residual**2).sum(1)
    df = residual.shape[1] - 1
    critical = stats.t.isf(levels / 2, df) if df > 0 else np.full(2, np.inf)

    def decide(rows: slice) -> Decided:
        variance = square[rows, None] + square[None, :] - 2 * (residual[rows] @ residual.T)
        error = np.sqrt(np.maximum(variance, 0))
        difference = score[None, :] - score[rows, None]
        # equal answers leave rounding
        t = np.where(error > 1e-7, difference / np.maximum(error, 1e-7), 0.0)
        return [(t > limit, t < -limit) for limit in critical]

    return decide


def centred_totals(panel: Panel) -> FloatArray:
    """Return R, shape (n, n_clusters), whose products are the covariances of the scores.

    Of n items in C clusters, the total of a cluster less its size times the score, by n and with
    C / (C - 1) (Miller 2024, arXiv 2411.00640; Liang and Zeger 1986).
    """
    residual = panel.answers - panel.answers.mean(1, keepdims=True)
    if panel.clusters is not None:
        residual = sum_by(residual.T, panel.clusters).T
    n_clusters = residual.shape[1]
    scale = np.sqrt(n_clusters / max(n_clusters - 1, 1)) / panel.answers.shape[1]
    return np.asarray(residual * scale)


def _rank(panel: Panel, confidence_level: float) -> pl.DataFrame:
    n, n_items = panel.answers.shape
    n_clusters = n_items if panel.clusters is None else int(panel.clusters.max()) + 1
    score = np.rint(panel.answers.sum(1) * 1e6) / 1e6 / n_items
    low, high = rank_sets(panel, confidence_level)
    low_unpaired, high_unpaired = unpaired_sets(panel, confidence_level)
    status = "ok"
    if n < 2:
        status = "a single evaluation"
    elif n_clusters < 2:
        status = "a single item or cluster"
    is_exact = panel.is_binary and panel.clusters is None
    frame = pl.DataFrame(
        {
            "benchmark_id": [panel.benchmark_id] * n,
            "evaluation_id": list(panel.evaluations),
            "score_pct": 100 * score,
            "rank": 1 + np.searchsorted(np.sort(-score), -score, side="left"),
            "rank_low": low[:, 0],
            "rank_high": high[:, 0],
            "rank_low_simultaneous": low[:, 1],
            "rank_high_simultaneous": high[:, 1],
            "rank_low_unpaired": low_unpaired,
            "rank_high_unpaired": high_unpaired,
            "method": [EXACT if is_exact else CLUSTERED] * n,
            "n_compared": [n] * n,
            "n_items": [n_items] * n,
            "n_clusters": [n_clusters] * n,
            "status": [status] * n,
        }
    )
    ends = [name for name in frame.columns if name.startswith("rank_")]
    frame = frame.with_columns(pl.when(status == "ok").then(name).alias(name) for name in ends)
    return validate_frame(ItemRankRow, frame)
