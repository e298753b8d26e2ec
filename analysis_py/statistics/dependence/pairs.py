"""All pairs of the levels of a factor, compared by resampling whole base families."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from analysis_py.statistics.dependence.bootstrap import resample_means, summarise_difference
from analysis_py.statistics.dependence.levels import (
    PairOfLevels,
    PairRow,
    base_family_levels,
    describe_pairs,
)
from analysis_py.statistics.numerics.seeds import bootstrap_seed
from analysis_py.statistics.rows import to_frame, with_nulls


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
                    _resampled_pair(pair, means[:, a] - means[:, b], confidence_level)
                    for pair, a, b in describe_pairs(data)
                ],
            )
        )
    return to_frame(BootstrapRow, rows)


def _resampled_pair(
    pair: PairOfLevels, differences: NDArray[np.float64], confidence_level: float
) -> BootstrapPairRow:
    if pair["status"] != "ok":
        return with_nulls(BootstrapPairRow, **pair)
    found = summarise_difference(differences, confidence_level)
    is_short = found["n_samples_used"] < len(differences)
    warning = "a group is missing from some samples" if is_short else None
    return BootstrapPairRow(**pair, **found, warning=warning)
