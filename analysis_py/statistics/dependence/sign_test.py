"""A test of two groups that counts each cluster once, however far off it lies."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike
from scipy.stats import hypergeom


def sign_test(higher: ArrayLike, lower: ArrayLike) -> float:
    """Return the two-sided p-value that clusters of one group lie above those of another.

    Mood's median test, the sign test of two samples: how many clusters of a group lie above the
    median of all is hypergeometric if the groups do not differ. Each cluster is one number, as
    Ibragimov and Müller (2010, Journal of Business and Economic Statistics 28, 453-468) take it,
    and one number that is far off moves the count by one at most. Groups that differ the other way
    have p near 1.

    Parameters
    ----------
    higher, lower : array_like
        Means of the clusters of the group that is said to be higher, and of the other; NaN of a
        cluster without rows.

    References
    ----------
    Mood 1954, Annals of Mathematical Statistics 25, 514-522.
    """
    high, low = (x[np.isfinite(x)] for x in map(np.asarray, (higher, lower)))
    median = np.median(np.concatenate([high, low]))
    n_above = int((high > median).sum())
    n_both = n_above + int((low > median).sum())
    tail = hypergeom.sf(n_above - 1, len(high) + len(low), n_both, len(high))
    return min(1.0, 2 * float(tail))
