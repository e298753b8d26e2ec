"""Percentiles of a model among models of similar size and of the same training type."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from analysis_py.statistics.positions.curve import Labels

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

#: Sizes within this factor of each other are alike.
FACTOR = 1.5


def share_below(score: Floats, others: Floats) -> Floats:
    """Return which share of others each score is above; ties count half.

    Parameters
    ----------
    score : numpy.ndarray, shape (n,)
    others : numpy.ndarray, shape (m,)
        With the scores themselves among them, which do not count as others of their own.

    Returns
    -------
    numpy.ndarray, shape (n,)
        Between 0 and 1; NaN where there is nothing else.
    """
    ordered = np.sort(others)
    below = np.searchsorted(ordered, score, side="left")
    tied = np.searchsorted(ordered, score, side="right") - below - 1
    rivals = len(ordered) - 1
    if rivals == 0:
        return np.full(len(score), np.nan)
    return np.asarray((below + tied / 2) / rivals)


def share_passed(score: Floats, others: Floats) -> Floats:
    """Return which share of others each of some newcomers is above; ties count half.

    Parameters
    ----------
    score : numpy.ndarray, shape (n,)
    others : numpy.ndarray, shape (m,)
        None of which is a newcomer.

    Returns
    -------
    numpy.ndarray, shape (n,)
        Between 0 and 1; NaN where there are no others.
    """
    if not len(others):
        return np.full(len(score), np.nan)
    ordered = np.sort(others)
    below = np.searchsorted(ordered, score, side="left")
    not_above = np.searchsorted(ordered, score, side="right")
    return np.asarray((below + not_above) / 2 / len(ordered))


def near_in_size(log_size: Floats, score: Floats) -> tuple[Floats, Ints]:
    """Return the share of models of like size that each is ahead of, and how many there are.

    Parameters
    ----------
    log_size, score : numpy.ndarray, shape (n,)

    Returns
    -------
    share : numpy.ndarray, shape (n,)
        NaN where no other model is of like size.
    n_near : numpy.ndarray of int, shape (n,)
        Without the model itself.
    """
    order = np.argsort(log_size, kind="stable")
    ordered = log_size[order]
    reach = np.log(FACTOR) + 1e-9
    low = np.searchsorted(ordered, ordered - reach, side="left")
    high = np.searchsorted(ordered, ordered + reach, side="right")
    rank = np.unique(score, return_inverse=True)[1].reshape(-1)[order]
    below = count_below(rank, low, high, rank)
    tied = count_below(rank, low, high, rank + 1) - below - 1
    rivals = high - low - 1
    share, n_near = np.full(len(score), np.nan), np.empty(len(score), dtype=np.int64)
    n_near[order] = rivals
    share[order] = np.where(rivals > 0, (below + tied / 2) / np.maximum(rivals, 1), np.nan)
    return share, n_near


def count_below(values: Ints, first: Ints, last: Ints, limits: Ints) -> Ints:
    """Return for each query how many values of a stretch are below a limit.

    Parameters
    ----------
    values : numpy.ndarray of int, shape (n,)
        From 0 on.
    first, last : numpy.ndarray of int, shape (q,)
        The stretches ``values[first:last]``.
    limits : numpy.ndarray of int, shape (q,)
        From 0 on.

    Returns
    -------
    numpy.ndarray of int, shape (q,)

    Notes
    -----
    A wavelet matrix (Claude, Navarro and Ordóñez 2015, Information Systems 47, 15-32): the values
    are parted by one binary digit after the other, those with a 0 in front, and a stretch stays a
    stretch. So all queries take as many passes as the largest number has digits.
    """
    found = np.zeros(len(limits), dtype=np.int64)
    largest = max(values.max(initial=0), limits.max(initial=0))
    for digit in reversed(range(int(largest).bit_length())):
        is_zero = (values >> digit) & 1 == 0
        zeros_before = np.concatenate([[0], np.cumsum(is_zero)])
        first_zeros, last_zeros = zeros_before[first], zeros_before[last]
        is_one_in_limit = (limits >> digit) & 1 == 1
        found += np.where(is_one_in_limit, last_zeros - first_zeros, 0)
        n_zeros = zeros_before[-1]
        first = np.where(is_one_in_limit, n_zeros + first - first_zeros, first_zeros)
        last = np.where(is_one_in_limit, n_zeros + last - last_zeros, last_zeros)
        values = np.concatenate([values[is_zero], values[~is_zero]])
    return found


def by_group(groups: Labels, score: Floats) -> tuple[Floats, Ints]:
    """Return the share of models of the same group that each is ahead of, and how many there are.

    Parameters
    ----------
    groups : numpy.ndarray of str or int, shape (n,)
    score : numpy.ndarray, shape (n,)

    Returns
    -------
    share : numpy.ndarray, shape (n,)
        NaN where the group has no other model.
    n_group : numpy.ndarray of int, shape (n,)
        Without the model itself.
    """
    share = np.empty(len(score))
    n_group = np.empty(len(score), dtype=np.int64)
    for name in np.unique(groups):
        own = np.flatnonzero(groups == name)
        share[own] = share_below(score[own], score[own])
        n_group[own] = len(own) - 1
    return share, n_group
