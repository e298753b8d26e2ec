"""How many independent questions clustered ones are worth."""

from typing import NamedTuple

import numpy as np

from analysis_py.runs.paired.quantiles import Floats, quantile

#: Below this share of a full mark squared, a variance is rounding.
_TINY = 1e-14


class ClusterSums(NamedTuple):
    """Sums over clusters of several samples; a row may stand for clusters of one question each.

    Attributes
    ----------
    sample : numpy.ndarray
        The number of the sample.
    clusters, size : numpy.ndarray
        Clusters that the row stands for, and the questions of each.
    total, squares : numpy.ndarray
        Sums of the differences and of their squares.
    """

    sample: np.ndarray
    clusters: Floats
    size: Floats
    total: Floats
    squares: Floats

    def add(self, values: Floats) -> Floats:
        """Return the sum of values over each sample."""
        return np.bincount(self.sample, values).astype(float)

    @property
    def n(self) -> Floats:
        """Questions of each sample."""
        return self.add(self.clusters * self.size)

    @property
    def share(self) -> Floats:
        """Share of its sample's questions that one cluster of each row has."""
        return self.size / self.n[self.sample]


class Worth(NamedTuple):
    """Independent questions that carry as much, and the degrees of freedom of their error."""

    n: float
    df: float


def cluster_worth(differences: Floats, cluster: np.ndarray, level: float) -> Worth:
    """Return what questions that share texts are worth.

    Parameters
    ----------
    differences : numpy.ndarray
        One per question.
    cluster : numpy.ndarray
        The cluster of each; at least two.
    level : float
        Confidence level of the interval.
    """
    n, df = weigh_clusters(sum_clusters(differences, cluster), level)
    return Worth(float(n[0]), float(df[0]))


def sum_clusters(differences: Floats, cluster: np.ndarray) -> ClusterSums:
    """Return the sums over the clusters of one sample."""
    _, which = np.unique(cluster, return_inverse=True)
    size, total, squares = (
        np.bincount(which, values).astype(float) for values in (None, differences, differences**2)
    )
    return ClusterSums(np.zeros(len(size), int), np.ones(len(size)), size, total, squares)


def weigh_clusters(sums: ClusterSums, level: float) -> tuple[Floats, Floats]:
    """Return the number of independent questions that each sample is worth, and its df.

    Parameters
    ----------
    sums : ClusterSums
    level : float
        Confidence level of the interval.

    Returns
    -------
    worth, df : numpy.ndarray
        The number is at most that with which the interval is as wide as over independent questions:
        a negative correlation by chance narrows nothing. Where no question differs, clusters count
        by their sizes alone.

    Notes
    -----
    The degrees of freedom are those under the correlation that was seen (Imbens and Kolesár 2016,
    Review of Economics and Statistics 98, 701-712). Under independence they are too many where
    clusters differ much in size (benchmarks/results/two_runs.md).
    """
    n = sums.n
    independent = sums.add(sums.squares) / n - (sums.add(sums.total) / n) ** 2
    variance, by_size = clustered_variance(sums), sums.add(sums.clusters * sums.share**2)
    with np.errstate(divide="ignore", invalid="ignore"):
        worth = np.where(independent > _TINY, independent / variance, 1 / by_size)
    pairs = sums.add(sums.clusters * sums.size**2) / n - 1
    correlation = np.clip((n / worth - 1) / np.maximum(pairs, _TINY), 0, 1)
    df = degrees_of_freedom(sums, correlation)
    most = quantile(level, df) ** 2 * (n / quantile(level) ** 2 - 1)
    return np.minimum(worth, np.maximum(n, most)), df


def clustered_variance(sums: ClusterSums) -> Floats:
    r"""Return the variance of each sample's mean difference over its clusters.

    Notes
    -----
    CR2 in closed form for a mean: :math:`\sum R_c^2 / (1 - h_c) / n^2` with :math:`h_c = n_c / n`
    and :math:`R_c` the sum of residuals (Bell and McCaffrey 2002, Survey Methodology 28, 169-181;
    Pustejovsky and Tipton 2018, Journal of Business and Economic Statistics 36, 672-683).
    """
    mean = (sums.add(sums.total) / sums.n)[sums.sample]
    singles = sums.squares - 2 * mean * sums.total + mean**2 * sums.clusters
    squares = np.where(sums.size == 1, singles, (sums.total - sums.size * mean) ** 2)
    return sums.add(squares / (1 - sums.share)) / sums.n**2


def degrees_of_freedom(sums: ClusterSums, correlation: Floats | float = 0.0) -> Floats:
    r"""Return the degrees of freedom of each sample's clustered variance.

    Parameters
    ----------
    sums : ClusterSums
    correlation : float or numpy.ndarray
        Of two questions of a cluster, of each sample.

    Notes
    -----
    Satterthwaite's :math:`(\sum_c S_{cc} V_c)^2 / \sum_{cd} S_{cd}^2 V_c V_d` for a variance that
    is the quadratic form :math:`S` of the clusters' totals, each of which has the variance
    :math:`V_c = n_c (1 + \rho (n_c - 1))`. With :math:`a = h / (1 - h)` and :math:`s = \sum h a`,
    :math:`S_{cd} = s - a_c - a_d`, and :math:`1 / (1 - h_c)` more where c is d.
    """
    h, times = sums.share, sums.clusters
    weight, a = 1 / (1 - h), h / (1 - h)
    s = sums.add(times * h * a)
    rho = np.broadcast_to(correlation, s.shape)[sums.sample]
    of_total = h * (1 + rho * (sums.size - 1))
    apart = s[sums.sample] - 2 * a
    v0, v1, v2 = (sums.add(times * of_total * a**power) for power in (0, 1, 2))
    trace = sums.add(times * of_total * (weight + apart))
    between = s**2 * v0**2 + 2 * v2 * v0 + 2 * v1**2 - 4 * s * v1 * v0
    within = sums.add(times * of_total**2 * weight * (weight + 2 * apart))
    return trace**2 / (between + within)
