"""Bootstrap of whole clusters (Davison and Hinkley 1997, Bootstrap Methods, section 3.8).

Rows of one cluster stay together, so the resampling keeps their dependence. A sample is a number of
times that each cluster is drawn; the level means are then ratios of two matrix products.
"""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import ArrayLike, NDArray

from analysis_py.statistics.dependence.factor_levels import (
    PairRow,
    base_family_levels,
    pair_rows,
)
from analysis_py.statistics.numerics.seeds import bootstrap_seed, draw_times
from analysis_py.statistics.rows import to_frame


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

    Returns
    -------
    ndarray, shape (n_samples, k)
        NaN where no cluster of a level was drawn.
    """
    n_obs = np.asarray(n_obs, dtype=float)
    times = draw_times(len(n_obs), n_samples, rng)
    size = times @ n_obs
    means = np.full(size.shape, np.nan)
    np.divide(times @ np.asarray(total, dtype=float), size, out=means, where=size > 0)
    return means


def summarise_difference(differences: ArrayLike, confidence_level: float = 0.95) -> dict[str, Any]:
    """Summarise resampled differences of two means.

    Parameters
    ----------
    differences : array_like, shape (n_samples,)
        NaN where a group was not drawn; such samples are left out and counted.
    confidence_level : float
        Of the percentile interval.

    Returns
    -------
    dict
        Fields of a row: ``std_error``, ``ci_low, ci_high``, ``p_value`` (the smallest level at
        which the percentile interval leaves out 0; at least 2 / (samples + 1)) and
        ``n_samples_used``.
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


@dataclass(frozen=True, kw_only=True)
class BootstrapPairRow(PairRow):
    """A pair of levels by resampling of base families."""

    std_error: float | None
    n_samples_used: int | None


@dataclass(frozen=True, kw_only=True)
class BootstrapRow:
    """All pairs of the levels of a factor, by resampling."""

    cohort_id: str
    benchmark_id: str
    factor: str
    n_clusters: int
    n_samples: int
    seed: int
    pairs: list[BootstrapPairRow]


def fit_cluster_bootstrap(
    sums: pl.DataFrame, n_samples: int, seed: int, confidence_level: float = 0.95
) -> pl.DataFrame:
    """Compare all pairs of levels by resampling base families.

    Parameters
    ----------
    sums : polars.DataFrame
        As for :func:`analysis_py.statistics.dependence.clustered_pairs.fit_cluster_robust`.
    n_samples : int
        Number of bootstrap samples.
    seed : int
        Every cohort, benchmark and factor draws its own numbers from it.
    confidence_level : float
        Of each percentile interval.

    Returns
    -------
    polars.DataFrame
        One row per cohort, benchmark and factor, with ``n_clusters`` to draw from, ``n_samples``,
        ``seed`` and ``pairs``: groups, sizes, numbers of base families and the difference of the
        means, with the bootstrap's standard error, percentile interval and p-value, and
        ``n_samples_used``, those in which both groups occur.
    """
    rows = []
    for data in base_family_levels(sums):
        drawn = data.n_obs.sum(axis=1) > 0
        rng = np.random.default_rng(
            bootstrap_seed(
                seed, data.key["cohort_id"], data.key["benchmark_id"], data.key["factor"]
            )
        )
        # the products add whole numbers, so no order of adding them changes a digit
        means = resample_means(data.n_obs[drawn], data.total[drawn], n_samples, rng) / 1e6
        rows.append(
            BootstrapRow(
                **data.key,
                n_clusters=int(drawn.sum()),
                n_samples=n_samples,
                seed=seed,
                pairs=[
                    _resampled_pair(row, means[:, a] - means[:, b], confidence_level)
                    for row, a, b in pair_rows(data, BootstrapPairRow)
                ],
            )
        )
    return to_frame(BootstrapRow, rows)


def _resampled_pair(
    row: BootstrapPairRow, differences: NDArray[np.float64], confidence_level: float
) -> BootstrapPairRow:
    if row.status != "ok":
        return row
    found = summarise_difference(differences, confidence_level)
    is_short = found["n_samples_used"] < len(differences)
    warning = "a group is missing from some samples" if is_short else None
    return replace(row, **found, warning=warning)
