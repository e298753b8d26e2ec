"""Several tasks as one weighted sample."""

from collections.abc import Sequence

import numpy as np

from analysis_py.runs.paired.clusters import Worth, cluster_worth
from analysis_py.runs.paired.holm import holm
from analysis_py.runs.paired.quantiles import Floats
from analysis_py.runs.paired.score_interval import Interval, score_interval


def pool_tasks(
    tasks: Sequence[Floats],
    level: float,
    weights: Floats | None = None,
    clusters: Sequence[np.ndarray | None] | None = None,
    reach: float = 1.0,
) -> Interval:
    r"""Return the interval of the difference over a suite.

    Parameters
    ----------
    tasks : sequence of numpy.ndarray
        The differences of each task.
    level : float
        Confidence level.
    weights : numpy.ndarray, optional
        Of tasks, with sum 1. Left out, every question counts once.
    clusters : sequence of numpy.ndarray or None, optional
        The clusters of each task's questions, None where they are independent.
    reach : float
        Largest difference in size that a new question may show.

    Returns
    -------
    Interval

    Notes
    -----
    By questions without clusters it is the interval of the pooled table. Otherwise it is worth
    :math:`\sum w_t s_t / \sum w_t^2 s_t / m_t`, with :math:`m_t` what a task's questions are worth
    and :math:`s_t = (\sum_t d^2 + \sum w d^2) / (n_t + 1)`: a task without a difference borrows one
    question's variance from all. Degrees of freedom by Satterthwaite (1946).
    """
    worths = [
        Worth(len(task), np.inf) if cluster is None else cluster_worth(task, cluster, level)
        for task, cluster in zip(tasks, clusters or [None] * len(tasks), strict=True)
    ]
    differences = np.concatenate(tasks)
    sizes = np.array([len(task) for task in tasks], float)
    is_clustered = any(np.isfinite(worth.df) for worth in worths)
    if weights is None and not is_clustered:
        return score_interval(differences, level, reach=reach)
    weights = sizes / sizes.sum() if weights is None else weights
    of_items = np.repeat(weights / sizes, sizes.astype(int))
    pooled = float(of_items @ differences**2)
    spread = np.array([(task @ task + pooled) / (len(task) + 1) for task in tasks])
    if pooled == 0:
        spread = np.ones_like(sizes)
    variances = weights**2 * spread / np.array([worth.n for worth in worths])
    variance = variances.sum()
    df = (
        variance**2 / (variances**2 / np.array([worth.df for worth in worths])).sum()
        if is_clustered
        else np.inf
    )
    worth = float(weights @ spread / variance)
    return score_interval(differences, level, of_items, worth, df, reach)


def adjust_tasks(p_values: Sequence[float], overall: float) -> list[float]:
    """Return the p-values of single tasks with which they speak beside all tasks together.

    Notes
    -----
    All together are a gatekeeper (Dmitrienko and Tamhane 2007, Pharmaceutical Statistics 6,
    171-180): only if they differ are single tasks tested, by Holm's method. So the level holds for
    all that is said.
    """
    return [float(p) for p in np.maximum(holm(np.asarray(p_values)), overall)]
