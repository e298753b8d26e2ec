"""Differences of ranges of size and slopes over size, as regressions with clustered rows."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analysis_py.statistics.clustered.mixed import fit_reml
from analysis_py.statistics.clustered.regression import ClusteredRegression, clustered_regression

Array = NDArray[np.float64]


@dataclass(frozen=True)
class SizeRegression:
    """The slope over a variable of rows, which is a difference of means if it is 1 or 0.

    Attributes
    ----------
    regression : ClusteredRegression
        On cells of rows that share the variable and the cluster.
    cell : ndarray of int, shape (n,)
        Of each row.
    """

    regression: ClusteredRegression
    cell: NDArray[np.int64]

    def fit(self, scores: Array) -> tuple[Array, Array]:
        """Return estimate and CR2 variance of each response, of scores (n, r); shape (r,)."""
        total = np.stack([np.bincount(self.cell, weights=y) for y in scores.T], axis=1)
        fit = self.regression.fit(total / self.regression.root_n[:, None] ** 2)
        return fit.estimate[0], self.regression.cr2_variance(fit.residual)[0]


def size_regression(x: Array, cluster: NDArray[np.int64]) -> SizeRegression:
    """Prepare the slope of scores over x.

    Parameters
    ----------
    x : ndarray, shape (n,)
        With two values or more.
    cluster : ndarray of int, shape (n,)
    """
    values, place = np.unique(x, return_inverse=True)
    key = cluster * len(values) + place
    cells, cell, n = np.unique(key, return_inverse=True, return_counts=True)
    design = np.column_stack([np.ones(len(cells)), values[cells % len(values)]])
    clusters = cells // len(values)
    return SizeRegression(clustered_regression(design, n, clusters, [[0.0, 1.0]]), cell)


def icc_within(score: Array, group: NDArray[np.int64], cluster: NDArray[np.int64]) -> float:
    """Return the share of the variance within groups that lies between clusters, by REML.

    Parameters
    ----------
    score, group, cluster : ndarray, shape (n,)

    Returns
    -------
    float
        0 where the two variances cannot be estimated separately.
    """
    groups, of_group = np.unique(group, return_inverse=True)
    clusters, of_cluster = np.unique(cluster, return_inverse=True)
    if len(groups) < 2:
        return 0.0
    n, total = np.zeros((2, len(clusters), len(groups)))
    np.add.at(n, (of_cluster, of_group), 1)
    np.add.at(total, (of_cluster, of_group), score)
    mean = total / np.maximum(n, 1)
    squares = float(np.sum((score - mean[of_cluster, of_group]) ** 2))
    fit = fit_reml(n, mean, squares)
    return fit.icc if fit is not None else 0.0
