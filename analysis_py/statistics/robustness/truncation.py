"""Differences of groups as they would be without a ceiling on the average score.

The average of an evaluation is taken as normal in each group and cut off at a ceiling; the score on
a benchmark given the average is not cut off at all. So the likelihood of both falls into a
truncated normal regression of the average on the groups and a linear regression of the score on
groups and average, and the mean of the score is that of the second at the mean of the first.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import special

Array = NDArray[np.float64]

_STEPS = 100


@dataclass(frozen=True)
class Averages:
    """Means of the average score, were nothing cut off.

    Attributes
    ----------
    mean : ndarray, shape (k,)
    influence : ndarray, shape (n, k)
        What each row adds to the error of each mean.
    """

    mean: Array
    std_dev: float
    influence: Array


@dataclass(frozen=True)
class Differences:
    """Differences of groups on a benchmark.

    Attributes
    ----------
    estimate, std_error : ndarray, shape (q,)
        With an error clustered on base families.
    """

    estimate: Array
    std_error: Array


def truncated_means(
    average: Array, group: NDArray[np.int64], ceiling: float | None
) -> Averages | None:
    r"""Fit a normal of one variance, cut off above, to each group by maximum likelihood.

    Parameters
    ----------
    average : ndarray, shape (n,)
        At most the ceiling.
    group : ndarray of int, shape (n,)
        From 0 to k − 1; every group has a row.
    ceiling : float or None
        None where nothing is cut off.

    Returns
    -------
    Averages or None
        None where the likelihood has no maximum: a group leans on the ceiling.

    Notes
    -----
    In :math:`\gamma = 1 / \sigma` and :math:`\delta = \mu / \sigma` the likelihood is concave
    (Olsen 1978, Econometrica 46, 1211-1215), so Newton's steps, halved where they overshoot, reach
    its only maximum.
    """
    k, n = int(group.max()) + 1, len(average)
    count = np.bincount(group, minlength=k).astype(float)
    total = np.bincount(group, weights=average, minlength=k)
    squares = float(average @ average)
    sd = np.sqrt(max(squares - float(np.sum(total**2 / count)), 0.0) / n)
    if not sd > 0:
        return None
    point = np.r_[total / count / sd, 1 / sd]

    def terms(at: Array) -> tuple[Array, Array]:
        """Return the hazard at the ceiling of each group and its derivative."""
        if ceiling is None:
            return np.zeros(k), np.zeros(k)
        w = at[k] * ceiling - at[:k]
        hazard = np.exp(-(w**2) / 2 - special.log_ndtr(w)) / np.sqrt(2 * np.pi)
        return hazard, hazard * (hazard + w)

    def value(at: Array) -> float:
        if at[k] <= 0:
            return -np.inf
        deviation = at[k] ** 2 * squares - 2 * at[k] * at[:k] @ total + at[:k] ** 2 @ count
        cut = 0.0 if ceiling is None else count @ special.log_ndtr(at[k] * ceiling - at[:k])
        return float(n * np.log(at[k]) - deviation / 2 - cut)

    edge = 0.0 if ceiling is None else ceiling
    for _ in range(_STEPS):
        hazard, slope = terms(point)
        by_delta = point[k] * total - count * point[:k] + count * hazard
        by_gamma = n / point[k] - point[k] * squares + point[:k] @ total - edge * (count @ hazard)
        gradient = np.append(by_delta, by_gamma)
        hessian = np.zeros((k + 1, k + 1))
        hessian[np.arange(k), np.arange(k)] = -count * (1 - slope)
        hessian[:k, k] = hessian[k, :k] = total - edge * count * slope
        hessian[k, k] = -n / point[k] ** 2 - squares + edge**2 * float(count @ slope)
        try:
            step = -np.linalg.solve(hessian, gradient)
        except np.linalg.LinAlgError:
            return None
        size, here = 1.0, value(point)
        while size > 1e-8 and not value(point + size * step) >= here:
            size /= 2
        point = point + size * step
        if np.max(np.abs(size * step)) < 1e-10 * max(1.0, float(np.max(np.abs(point)))):
            break
    else:
        return None
    mean = point[:k] / point[k]
    hazard, _ = terms(point)
    residual = point[k] * average - point[:k][group]
    score = np.zeros((n, k + 1))
    score[np.arange(n), group] = residual + hazard[group]
    score[:, k] = 1 / point[k] - residual * average - edge * hazard[group]
    parameters = -np.linalg.solve(hessian, score.T).T
    influence = (parameters[:, :k] - mean * parameters[:, k:]) / point[k]
    return Averages(mean, float(1 / point[k]), influence)


def differences(
    averages: Averages,
    average: Array,
    group: NDArray[np.int64],
    score: Array,
    cluster: NDArray[np.int64],
    pairs: NDArray[np.int64],
) -> Differences:
    """Compare the means of a score, were nothing cut off.

    Parameters
    ----------
    averages : Averages
        Of these rows.
    average, group, score : ndarray, shape (n,)
    cluster : ndarray of int, shape (n,)
        Base family of each row, from 0.
    pairs : ndarray of int, shape (q, 2)
        Groups a and b.
    """
    count = np.bincount(group).astype(float)
    x = average - (np.bincount(group, weights=average) / count)[group]
    level = np.bincount(group, weights=score) / count
    y = score - level[group]
    spread = float(x @ x)
    slope = float(x @ y) / spread
    residual = y - slope * x
    # of the mean of the score: its level at the group's mean average, carried on to the uncut one
    beyond = averages.mean - np.bincount(group, weights=average) / count
    mean = level + slope * beyond
    influence = slope * averages.influence
    influence += np.outer(residual * x / spread, beyond)
    influence[np.arange(len(group)), group] += residual / count[group]
    a, b = pairs.T
    by_cluster = np.zeros((int(cluster.max()) + 1, len(pairs)))
    np.add.at(by_cluster, cluster, influence[:, a] - influence[:, b])
    n_clusters = len(np.unique(cluster))
    variance = np.sum(by_cluster**2, axis=0) * n_clusters / max(n_clusters - 1, 1)
    return Differences(mean[a] - mean[b], np.sqrt(variance))
