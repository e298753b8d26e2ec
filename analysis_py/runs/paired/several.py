"""One level for the intervals of several candidates, which all hold together."""

import numpy as np

from analysis_py.runs.paired.quantiles import Floats, quantile, two_sided

#: Below this number of questions or clusters whole ones are flipped instead of normal draws.
_FEW = 200
_FLIPS, _DRAWS, _SEED = 20_000, 100_000, 20261202


def simultaneous_level(
    differences: Floats, level: float, clusters: np.ndarray | None = None
) -> float:
    """Return the level of each interval at which all hold together with ``level``.

    Parameters
    ----------
    differences : numpy.ndarray
        Candidates less the baseline, shape (questions, candidates), on questions of all.
    level : float
    clusters : numpy.ndarray, optional
        The cluster of each question.

    Returns
    -------
    float
        At most that of Bonferroni, and no less than ``level``.

    Notes
    -----
    Max-T: candidates are correlated, since they share the baseline and the questions (Dunnett 1955;
    Hothorn, Bretz and Westfall 2008, Biometrical Journal 50, 346-363). Below 200 questions the
    maximum is that over flipped signs of whole questions (Westfall and Young 1993).
    """
    k = differences.shape[1]
    if clusters is not None:
        _, which = np.unique(clusters, return_inverse=True)
        sums = np.zeros((which.max() + 1, k))
        np.add.at(sums, which, differences)
        differences = sums
    rng, size = np.random.default_rng(_SEED), np.sqrt((differences**2).sum(axis=0))
    if k == 1 or not size.all():
        return 1 - (1 - level) / k
    if len(differences) < _FEW:
        signs = rng.choice([-1.0, 1.0], (_FLIPS, len(differences)))
        statistics = signs @ (differences / size)
    else:
        values, vectors = np.linalg.eigh((differences / size).T @ (differences / size))
        root = vectors * np.sqrt(np.maximum(values, 0))
        statistics = rng.standard_normal((_DRAWS, k)) @ root.T
    largest = np.quantile(np.abs(statistics).max(axis=1), level, method="higher")
    alone, bonferroni = quantile(level), quantile(1 - (1 - level) / k)
    return 1 - float(two_sided(np.clip(largest, alone, bonferroni)))
