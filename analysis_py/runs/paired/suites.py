"""Several tasks as one weighted sample."""

from collections.abc import Sequence

import numpy as np

from analysis_py.runs.paired.clusters import Worth, cluster_worth
from analysis_py.runs.paired.score_interval import Floats, Interval, score_interval


def pool_tasks(
    tasks: Sequence[Floats],
    level: float,
    weights: Floats | None = None,
    clusters: Sequence[np.ndarray | None] | None = None,
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
        Worth(len(task), np.inf) if cluster is None else cluster_worth(task, cluster)
        for task, cluster in zip(tasks, clusters or [None] * len(tasks), strict=True)
    ]
    differences = np.concatenate(tasks)
    sizes = np.array([len(task) for task in tasks], float)
    is_clustered = any(np.isfinite(worth.df) for worth in worths)
    if weights is None and not is_clustered:
        return score_interval(differences, level)
    weights = sizes / sizes.sum() if weights is None else weights
    of_items = np.repeat(weights / sizes, sizes.astype(int))
    pooled = float(of_items @ differences**2)
    spread = np.array([(task @ task + pooled) / (len(task) + 1) for task in tasks])
    if pooled == 0:
        spread = np.ones_like(sizes)
    parts = weights**2 * spread / np.array([worth.n for worth in worths])
    variance = parts.sum()
    df = (
        variance**2 / (parts**2 / np.array([worth.df for worth in worths])).sum()
        if is_clustered
        else np.inf
    )
    return score_interval(differences, level, of_items, float(weights @ spread / variance), df)
