"""Type I error rate of a clustered comparison of sizes, and its calibration.

Clustered errors of plain means are too small where few base families weigh most. So the t of each
comparison is simulated on its own design where nothing differs, as scores of a normal mixed model,
and judged by that (a parametric bootstrap).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import special

from analysis_py.statistics.dependence.cell_sums import summed
from analysis_py.statistics.dependence.mixed import mixed_differences

Array = NDArray[np.float64]


@dataclass(frozen=True)
class NullOfSizes:
    """Absolute t of samples without a difference.

    Attributes
    ----------
    choosing, certifying : ndarray, shape (s,)
        The one gives critical values, the other says how often these err.
    """

    choosing: Array
    certifying: Array

    def p_value(self, statistic: float) -> float:
        """Return the share of samples that are as far from 0; the comparison itself is one."""
        return float((1 + (self.choosing >= abs(statistic)).sum()) / (1 + len(self.choosing)))

    def size(self, df: float, level: float) -> float:
        """Return how often the t distribution with these degrees of freedom errs."""
        return float((self.certifying > special.stdtrit(df, 1 - level / 2)).mean())

    def type1_error_calibrated(self, level: float) -> float:
        """Return how often the test by simulated t errs."""
        as_far = (self.choosing >= self.certifying[:, None]).sum(axis=1)
        return float((1 + as_far < level * (1 + len(self.choosing))).mean())


def draw_noise(
    size: Array, cluster: NDArray[np.int64], n_simulations: int, seed: int
) -> NDArray[np.float32]:
    """Return what all designs of a cohort are simulated with, so that they alone tell rates apart.

    Parameters
    ----------
    size : ndarray, shape (n,)
        NaN where unknown; a design has a number for each cluster, and each cluster and size.
    cluster : ndarray of int, shape (n,)
    n_simulations, seed : int
    """
    is_known = np.isfinite(size)
    cells, _, of_cluster = _cells(cluster[is_known], size[is_known])
    n_rows = len(cells) + len(np.unique(of_cluster))
    generator = np.random.default_rng([seed, 1])
    return generator.standard_normal((n_rows, n_simulations), dtype=np.float32)


def null_of_difference(
    is_a: NDArray[np.bool_],
    is_b: NDArray[np.bool_],
    cluster: NDArray[np.int64],
    icc: float,
    noise: NDArray[np.float32],
) -> NullOfSizes:
    """Simulate a difference of means.

    Parameters
    ----------
    is_a, is_b : ndarray of bool, shape (n,)
    cluster : ndarray of int, shape (n,)
    icc : float
        Share of the variance within groups that lies between clusters.
    noise : ndarray, shape (m, 2 s)
        From :func:`draw_noise`.
    """
    used = is_a | is_b
    group = np.where(is_a, 0.0, 1.0)[used]
    return _null(group, cluster[used], icc, noise)


def null_of_slope(
    x: Array, cluster: NDArray[np.int64], icc: float, noise: NDArray[np.float32]
) -> NullOfSizes:
    """Simulate the slope of scores over x, as :func:`null_of_difference` does a difference."""
    return _null(x, cluster, icc, noise)


def _null(
    x: Array, cluster: NDArray[np.int64], icc: float, noise: NDArray[np.float32]
) -> NullOfSizes:
    """Simulate the slope over x; over two values it is the difference of their means."""
    value, n, of_cluster = _cells(cluster, x)
    n_clusters = int(of_cluster.max()) + 1
    at = value - n @ value / n.sum()
    weight = at / (n @ at**2)
    effect = np.sqrt(icc) * noise[:n_clusters][of_cluster]
    error = np.sqrt(1 - icc) * noise[n_clusters : n_clusters + len(n)]
    total = n[:, None] * effect + np.sqrt(n)[:, None] * error
    slope = weight @ total
    left = total - n[:, None] * (total.sum(axis=0) / n.sum() + at[:, None] * slope)
    variance = (summed(weight[:, None] * left, of_cluster, n_clusters) ** 2).sum(axis=0)
    t = np.zeros_like(slope)
    np.divide(
        np.abs(slope),
        np.sqrt(variance * n_clusters / max(n_clusters - 1, 1)),
        out=t,
        where=variance > 0,
    )
    half = len(t) // 2
    return NullOfSizes(t[:half], t[half:])


def _cells(
    cluster: NDArray[np.int64], x: Array
) -> tuple[Array, NDArray[np.int64], NDArray[np.int64]]:
    """Return of each cluster and value that occur the value, the rows, and the cluster from 0."""
    values, place = np.unique(x, return_inverse=True)
    of_row = np.unique(cluster, return_inverse=True)[1]
    cells, n = np.unique(of_row * len(values) + place, return_counts=True)
    return values[cells % len(values)], n, cells // len(values)


def icc_within(score: Array, group: NDArray[np.int64], cluster: NDArray[np.int64]) -> float:
    """Return the share of the variance within groups that lies between clusters, by REML.

    Parameters
    ----------
    score, group, cluster : ndarray, shape (n,)
        0 where the two variances cannot be estimated separately.
    """
    groups, of_group = np.unique(group, return_inverse=True)
    clusters, of_cluster = np.unique(cluster, return_inverse=True)
    shape = len(clusters), len(groups)
    place = np.ravel_multi_index((of_cluster, of_group), shape)
    n = np.bincount(place, minlength=shape[0] * shape[1]).reshape(shape)
    mean = np.bincount(place, weights=score, minlength=n.size).reshape(shape) / np.maximum(n, 1)
    squares = float(np.sum((score - mean[of_cluster, of_group]) ** 2))
    pairs = [(0, len(groups) - 1)] if len(groups) > 1 else []
    fit = mixed_differences(n, mean, squares, pairs) if pairs else None
    return fit.icc if fit is not None else 0.0
