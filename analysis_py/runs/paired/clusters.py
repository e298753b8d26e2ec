"""How many independent questions clustered ones are worth."""

from typing import NamedTuple

import numpy as np

from analysis_py.runs.paired.score_interval import Floats


class Worth(NamedTuple):
    """Independent questions that carry as much, and the degrees of freedom of their error."""

    n: float
    df: float


def cluster_worth(differences: Floats, cluster: np.ndarray) -> Worth:
    """Return what questions that share texts are worth.

    Parameters
    ----------
    differences : numpy.ndarray
        One per question.
    cluster : numpy.ndarray
        The cluster of each; at least two.

    Returns
    -------
    Worth
        The number is at most that of the questions: a negative correlation by chance narrows
        nothing. Where no question differs, clusters count by their sizes alone.
    """
    _, which = np.unique(cluster, return_inverse=True)
    sizes = np.bincount(which).astype(float)
    totals = np.bincount(which, differences).astype(float)
    variance, df = clustered_variance(sizes, totals)
    n, mean = len(differences), differences.mean()
    independent = float(np.mean(differences**2) - mean**2)
    if independent == 0 or variance == 0:
        return Worth(float(1 / ((sizes / n) ** 2).sum()), df)
    return Worth(min(independent / variance, float(n)), df)


def clustered_variance(sizes: Floats, totals: Floats) -> tuple[float, float]:
    r"""Return the variance of a mean over clusters, and its degrees of freedom.

    Parameters
    ----------
    sizes, totals : numpy.ndarray
        Questions of each cluster, and the sum of their differences.

    Returns
    -------
    variance, df : float

    Notes
    -----
    CR3, the jackknife of clusters: :math:`\sum R_c^2 / (1 - h_c)^2 / n^2` with
    :math:`h_c = n_c / n` and :math:`R_c` the sum of residuals. The degrees of freedom are those of
    Bell and McCaffrey (2002, Survey Methodology 28, 169-181) for CR2, in closed form for a mean
    (Pustejovsky and Tipton 2018, Journal of Business and Economic Statistics 36, 672-683).
    """
    n = sizes.sum()
    h = sizes / n
    residuals = totals - sizes * (totals.sum() / n)
    g = h**2 / (1 - h)
    df = 1 / ((h**2).sum() + g.sum() ** 2 - (g**2).sum())
    return float((residuals**2 / (1 - h) ** 2).sum() / n**2), float(df)
