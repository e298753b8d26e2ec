"""What share of the models of like size, and of like type, a model is ahead of."""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort

import numpy as np
from numpy.typing import NDArray

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
    share = np.full(len(score), np.nan)
    n_near = np.empty(len(score), dtype=np.int64)
    sizes, first, count = np.unique(ordered, return_index=True, return_counts=True)
    low = np.searchsorted(ordered, sizes - reach, side="left")
    high = np.searchsorted(ordered, sizes + reach, side="right")
    by_size = score[order].tolist()
    # the scores of the sizes in reach, in order; what comes in goes in, and what leaves goes out
    inside: list[float] = []
    came = left = 0
    for start, n, begin, end in zip(
        first.tolist(), count.tolist(), low.tolist(), high.tolist(), strict=True
    ):
        for one in by_size[came:end]:
            insort(inside, one)
        for one in by_size[left:begin]:
            del inside[bisect_left(inside, one)]
        came, left = end, begin
        rivals = len(inside) - 1
        for place in range(start, start + n):
            n_near[order[place]] = rivals
            if rivals:
                below = bisect_left(inside, by_size[place])
                tied = bisect_right(inside, by_size[place]) - below - 1
                share[order[place]] = (below + tied / 2) / rivals
    return share, n_near


def by_group(groups: NDArray[np.object_], score: Floats) -> tuple[Floats, Ints]:
    """Return the share of models of the same group that each is ahead of, and how many there are.

    Parameters
    ----------
    groups : numpy.ndarray of str, shape (n,)
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
