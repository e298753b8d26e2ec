"""Bootstrap of whole clusters (Davison and Hinkley 1997, Bootstrap Methods, section 3.8).

Rows of one cluster stay together, so the resampling keeps their dependence. A sample is a number of
times that each cluster is drawn; the level means are then ratios of two matrix products.
"""

from __future__ import annotations

from typing import TypedDict

import numpy as np
from numpy.typing import ArrayLike, NDArray


class Resampled(TypedDict):
    """What resampling says of a difference, as fields of a row."""

    std_error: float
    ci_low: float
    ci_high: float
    p_value: float
    n_samples_used: int


def resample_means(
    n_obs: ArrayLike, total: ArrayLike, n_samples: int, rng: np.random.Generator
) -> NDArray[np.float64]:
    """Return the level means of resampled clusters.

    Parameters
    ----------
    n_obs, total : array_like, shape (c, k)
        Number of rows and sum of their responses in each cluster and level.
    n_samples : int
        Number of bootstrap samples, each of c clusters drawn with replacement.
    rng : numpy.random.Generator

    Returns
    -------
    ndarray, shape (n_samples, k)
        NaN where no cluster of a level was drawn.
    """
    n_obs = np.asarray(n_obs, dtype=float)
    n_clusters = len(n_obs)
    drawn = rng.integers(0, n_clusters, size=(n_samples, n_clusters))
    drawn += np.arange(n_samples)[:, None] * n_clusters
    times = np.bincount(drawn.ravel(), minlength=n_samples * n_clusters)
    times = times.reshape(n_samples, n_clusters).astype(float)
    size = times @ n_obs
    means = np.full(size.shape, np.nan)
    np.divide(times @ np.asarray(total, dtype=float), size, out=means, where=size > 0)
    return means


def summarise_difference(differences: ArrayLike, confidence_level: float = 0.95) -> Resampled:
    """Summarise resampled differences of two means.

    Parameters
    ----------
    differences : array_like, shape (n_samples,)
        NaN where a group was not drawn; such samples are left out and counted.
    confidence_level : float
        Of the percentile interval.

    Returns
    -------
    Resampled
        ``std_error``, ``ci_low, ci_high``, ``p_value`` (the smallest level at which the
        percentile interval leaves out 0; at least 2 / (samples + 1)) and ``n_samples_used``.
    """
    values = np.asarray(differences, dtype=float)
    values = values[np.isfinite(values)]
    n = len(values)
    tail = (1 - confidence_level) / 2
    low, high = np.quantile(values, [tail, 1 - tail], method="weibull")
    one_sided = 1 + min(int((values <= 0).sum()), int((values >= 0).sum()))
    return {
        "std_error": float(values.std(ddof=1)),
        "ci_low": float(low),
        "ci_high": float(high),
        "p_value": min(2 * one_sided / (n + 1), 1.0),
        "n_samples_used": n,
    }
