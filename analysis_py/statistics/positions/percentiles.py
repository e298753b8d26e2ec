"""Percentiles of scores among peers of like size and of like training type."""

import numpy as np
import polars as pl

from analysis_py.statistics.arrays import FloatArray, IntArray
from analysis_py.statistics.numerics.tolerances import SAME_LOG_SIZE

#: Sizes within this factor of each other are alike.
FACTOR = 1.5


def share_below(score: FloatArray, peers: FloatArray, n_own: int = 0) -> FloatArray:
    """Return the share of peers that each score is above; ties count half."""
    n_peers = len(peers) - n_own
    if n_peers <= 0:
        return np.full(len(score), np.nan)
    ordered = np.sort(peers)
    below = np.searchsorted(ordered, score, side="left")
    not_above = np.searchsorted(ordered, score, side="right")
    return np.asarray((below + not_above - n_own) / 2 / n_peers)


def share_below_of_like_size(
    log_size: FloatArray,
    score: FloatArray,
    peer_log_size: FloatArray,
    peer_score: FloatArray,
    n_own: int = 0,
) -> tuple[FloatArray, IntArray]:
    """Return the share of peers within :data:`FACTOR` in size that each score is above."""
    share, n_peers = np.full(len(score), np.nan), np.zeros(len(score), dtype=np.int64)
    order = np.argsort(peer_log_size, kind="stable")
    peer_log_size = peer_log_size[order]
    distinct, rank = np.unique(np.concatenate([score, peer_score]), return_inverse=True)
    rank, peer_rank = rank[: len(score)], rank[len(score) :][order]
    reach = np.log(FACTOR) + SAME_LOG_SIZE
    # sizes are few and repeat, however many evaluations there are
    for size in np.unique(log_size[~np.isnan(log_size)]):
        own = log_size == size
        first, last = np.searchsorted(peer_log_size, [size - reach, size + reach])
        n_peers[own] = last - first - n_own
        if last - first > n_own:
            tied = np.bincount(peer_rank[first:last], minlength=len(distinct))
            twice = 2 * np.cumsum(tied) - tied - n_own
            share[own] = twice[rank[own]] / 2 / (last - first - n_own)
    return share, n_peers


def share_below_of_like_type(
    types: pl.Series,
    score: FloatArray,
    peer_types: pl.Series,
    peer_score: FloatArray,
    n_own: int = 0,
) -> tuple[FloatArray, IntArray]:
    """Return the same of peers of the same training type; a type that is null is like none."""
    share, n_peers = np.full(len(score), np.nan), np.zeros(len(score), dtype=np.int64)
    for name in types.drop_nulls().unique():
        own, like = ((column == name).fill_null(False).to_numpy() for column in (types, peer_types))
        share[own] = share_below(score[own], peer_score[like], n_own)
        n_peers[own] = like.sum() - n_own
    return share, n_peers
