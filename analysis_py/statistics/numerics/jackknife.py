"""Jackknife intervals over clusters."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy import special

from analysis_py.statistics.arrays import FloatArray

#: Smallest number of clusters for an interval.
FEWEST_CLUSTERS = 4
#: Total number of jackknife replicates over all bootstrap samples, and bounds of the number of
#: samples.
N_WITHOUT, N_REDRAWS = 20_000, (99, 199)
#: Number of replicates in memory at a time.
_BLOCK = 6_000


@dataclass(frozen=True)
class Jackknifed:
    """An estimate with its standard error and interval; NaN with too few clusters."""

    estimate: float
    std_error: float
    ci_low: float
    ci_high: float
    p_value: float


def jackknife(
    estimate: float, without: FloatArray, confidence_level: float, null: float = 0.0
) -> Jackknifed:
    r"""Return the interval of an estimate from its values without each cluster.

    Parameters
    ----------
    estimate : float
        On a scale on which it is roughly normal.
    without : numpy.ndarray, shape (g,)
        The estimate without each cluster; NaN if it cannot be computed.
    null : float
        The tested value.

    Notes
    -----
    The variance is :math:`\frac{g-1}{g}\sum_g(\hat\theta_{(g)}-\hat\theta)^2`, the CV3 estimator
    (MacKinnon, Nielsen and Webb 2023, Journal of Applied Econometrics 38, 671-694, eq. 8), against
    t with g − 1 degrees of freedom.
    """
    g = len(without)
    if g < FEWEST_CLUSTERS or not np.isfinite([estimate, *without]).all():
        return Jackknifed(estimate, *(np.nan,) * 4)
    error = float(np.sqrt((g - 1) / g * ((without - estimate) ** 2).sum()))
    half = float(special.stdtrit(g - 1, (1 + confidence_level) / 2)) * error
    t = abs(estimate - null) / error if error > 0 else np.nan
    p = float(2 * special.stdtr(g - 1, -t))
    return Jackknifed(estimate, error, estimate - half, estimate + half, p)


def t_interval(
    estimate: FloatArray, without: FloatArray, times: FloatArray, level: float
) -> tuple[FloatArray, FloatArray]:
    """Return the ends of the intervals of m figures of s samples, by :func:`jackknife`.

    Parameters
    ----------
    estimate : numpy.ndarray, shape (s, m)
    without : numpy.ndarray, shape (s, g, m)
        The same without each cluster once.
    times : numpy.ndarray, shape (s, g)
        Multiplicity of each cluster in a sample; they sum to g.
    level : float

    Returns
    -------
    low, high : numpy.ndarray, shape (s, m)
    """
    g = times.shape[1]
    with np.errstate(invalid="ignore"):
        moved = (without - estimate[:, None]) ** 2
    moved[times == 0] = 0.0
    error = np.sqrt((g - 1) / g * (times[:, None] @ moved)[:, 0])
    half = float(special.stdtrit(g - 1, (1 + level) / 2)) * error
    return estimate - half, estimate + half


def jackknife_range(
    estimate: FloatArray, without: FloatArray, times: FloatArray, _: float
) -> tuple[FloatArray, FloatArray]:
    """Return the least and greatest value of m figures with and without each cluster."""
    every = np.where(times[..., None] > 0, without, estimate[:, None])
    return (
        np.minimum(every.min(axis=1), estimate),
        np.maximum(every.max(axis=1), estimate),
    )


def n_redraws(n_clusters: int) -> int:
    """Return the default number of samples of :func:`miss_rates`."""
    return int(np.clip(N_WITHOUT // max(n_clusters, 1), *N_REDRAWS))


def miss_rates(
    figures: Callable[[FloatArray], tuple[FloatArray, FloatArray]],
    n_clusters: int,
    level: float,
    rng: np.random.Generator,
    interval: Callable[..., tuple[FloatArray, FloatArray]] = t_interval,
    n_samples: int | None = None,
) -> FloatArray:
    """Return the miss rates of intervals in bootstrap samples of the clusters.

    The observed clusters are the population, so their figures are the truth. As many whole clusters
    are drawn with replacement, each draw as a cluster of its own.

    Parameters
    ----------
    figures : callable
        Function of the multiplicities of clusters in s samples, shape (s, g). It returns the
        figures on the scale of their interval, shape (s, m), and those without each cluster once,
        shape (s, g, m); values for absent clusters are ignored.
    n_clusters : int
        g.
    level : float
        Of the intervals.
    interval : callable
        Function that returns the ends, as :func:`t_interval` does.
    n_samples : int, optional

    Returns
    -------
    numpy.ndarray, shape (m,)
        Over the samples in which the figure exists; NaN with too few clusters.
    """
    truth = figures(np.ones((1, n_clusters)))[0][0]
    if n_clusters < FEWEST_CLUSTERS:
        return np.full(len(truth), np.nan)
    share = np.full(n_clusters, 1 / n_clusters)
    times = rng.multinomial(n_clusters, share, size=n_samples or n_redraws(n_clusters))
    missed, known = np.zeros(len(truth)), np.zeros(len(truth))
    for part in np.array_split(times.astype(float), 1 + times.size // _BLOCK):
        low, high = interval(*figures(part), part, level)
        is_known = np.isfinite(low) & np.isfinite(high)
        known += is_known.sum(axis=0)
        missed += (is_known & ((truth < low - 1e-9) | (truth > high + 1e-9))).sum(axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(missed / known, dtype=float)
