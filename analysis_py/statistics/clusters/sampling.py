"""Samples of the points of a large cohort, on which indices are computed.

A silhouette is a mean over points, and each point is compared with all others: pairs grow with the
square of the points. Of a large cohort a sample of points is judged, each still among all the
others, so that the mean keeps its meaning and gains a sampling error.
Which evaluations of a very large one are points at all, int_cluster_scores_drawn says.
"""

import numpy as np

from analysis_py.statistics.arrays import BoolArray, FloatArray, IntArray

#: Up to so many points all are judged.
ALL_UP_TO = 10_000
#: Of more points, so many are judged,
SAMPLE_SIZE = 5_000
#: and so many of each level at least, or all that it has.
LEAST_OF_LEVEL = 50


def sample_levels(labels: IntArray, rng: np.random.Generator) -> BoolArray:
    """Return which points to judge under each labelling.

    Parameters
    ----------
    labels : ndarray of int, shape (f, n)
        A labelling per row, levels counted from 0; -1 leaves a point out of that labelling.
    rng : numpy.random.Generator
        Asked only where there is something to sample.

    Returns
    -------
    ndarray of bool, shape (f, n)
        Of every level the points that are first in one random order: those among the first
        :data:`SAMPLE_SIZE` of it, or :data:`LEAST_OF_LEVEL` where these are fewer. So within a
        level every point is as likely to be judged as another.
    """
    n_labellings, n = labels.shape
    if n <= ALL_UP_TO:
        return np.ones((n_labellings, n), dtype=bool)
    order = rng.permutation(n)
    judged = np.zeros((n_labellings, n), dtype=bool)
    for row, own in zip(judged, labels, strict=True):
        for level in range(own.max() + 1):
            members = np.flatnonzero(own[order] == level)
            wanted = max(int(np.searchsorted(members, SAMPLE_SIZE)), LEAST_OF_LEVEL)
            row[order[members[:wanted]]] = True
    return judged


def level_weights(labels: IntArray, judged: BoolArray) -> FloatArray:
    """Return how many points of its level each judged point stands for."""
    size, n_judged = np.bincount(labels), np.bincount(labels[judged])
    return (size / n_judged)[labels[judged]]
