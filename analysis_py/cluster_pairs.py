"""All pairs of the levels of a factor, compared as if rows were independent and as they are.

Both tables start from counts and means per base family and level. One puts the naive standard
error beside the cluster-robust one; the other resamples whole base families.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy import special

from analysis_py.cluster_bootstrap import bootstrap_seed, resample_means, summarise_difference
from analysis_py.cluster_robust import mean_differences
from analysis_py.tails import from_log10, log10_t_sf_two_sided

#: Columns that identify one set of comparisons.
KEY = ("cohort_id", "benchmark_id", "factor")

#: Below this the Satterthwaite approximation fails (Pustejovsky and Tipton 2018, section 4).
MINIMUM_DF = 4.0

_PAIR_COLUMNS = {
    "group_a": pl.String,
    "group_b": pl.String,
    "n_a": pl.Int64,
    "n_b": pl.Int64,
    "n_clusters_a": pl.Int64,
    "n_clusters_b": pl.Int64,
    "estimate": pl.Float64,
    "ci_low": pl.Float64,
    "ci_high": pl.Float64,
    "p_value": pl.Float64,
    "warning": pl.String,
    "status": pl.String,
}

_ROBUST_SCHEMA = {
    **dict.fromkeys(KEY, pl.String),
    "pairs": pl.List(
        pl.Struct(
            _PAIR_COLUMNS
            | dict.fromkeys(
                [
                    "std_error_naive",
                    "df_den_naive",
                    "p_value_naive",
                    "std_error",
                    "std_error_ratio",
                    "statistic",
                    "df_den",
                    "log10_p_value",
                    "p_adjusted",
                ],
                pl.Float64,
            )
        )
    ),
}

_BOOTSTRAP_SCHEMA = {
    **dict.fromkeys(KEY, pl.String),
    "n_clusters": pl.Int64,
    "n_samples": pl.Int64,
    "seed": pl.Int64,
    "pairs": pl.List(
        pl.Struct(_PAIR_COLUMNS | {"std_error": pl.Float64, "n_samples_used": pl.Int64})
    ),
}


@dataclass(frozen=True)
class ClusteredLevels:
    """Counts and means per base family and level of one factor.

    Attributes
    ----------
    key : dict
        Cohort, benchmark and factor.
    levels : list of str, length k
    n_obs : ndarray of int, shape (c, k)
    total : ndarray of float, shape (c, k)
        Sums of scores in millionths of a percent: whole numbers, so their sums are exact.
    sum_squares : float
        Of the deviations from the mean of the cell, in squared percent.
    """

    key: dict[str, str]
    levels: list[str]
    n_obs: NDArray[np.int64]
    total: NDArray[np.float64]
    sum_squares: float

    def select(self, columns: Sequence[int]) -> ClusteredLevels:
        """Return some of the levels."""
        return ClusteredLevels(
            self.key,
            [self.levels[j] for j in columns],
            self.n_obs[:, columns],
            self.total[:, columns],
            self.sum_squares,
        )

    @property
    def mean(self) -> NDArray[np.float64]:
        """Mean score of each cell in percent; NaN where it is empty."""
        mean = np.full(self.total.shape, np.nan)
        np.divide(self.total / 1e6, self.n_obs, out=mean, where=self.n_obs > 0)
        return mean


def fit_cluster_robust(sums: pl.DataFrame, confidence_level: float = 0.95) -> pl.DataFrame:
    """Compare all pairs of levels with naive and with CR2 standard errors.

    Parameters
    ----------
    sums : polars.DataFrame
        One row per cohort, benchmark, factor, level and base family, with ``level_order``,
        ``is_tested``, ``n_obs``, ``total_units`` (millionths of a percent) and ``sum_squares``.
        Levels that are not tested are left out.
    confidence_level : float
        Of each interval; not simultaneous.

    Returns
    -------
    polars.DataFrame
        One row per cohort, benchmark and factor, with ``pairs``: groups, sizes, numbers of base
        families, the difference of the means, both standard errors and p-values,
        ``std_error_ratio`` (CR2 ÷ naive), ``p_adjusted`` (Holm 1979, over the pairs of the
        factor) and ``status``. A pair without an observation, or with a group in one base family
        only, has no robust result and says why.
    """
    return pl.DataFrame(
        [
            data.key | {"pairs": _robust_pairs(data, confidence_level)}
            for data in _clustered_levels(sums)
        ],
        schema=_ROBUST_SCHEMA,
    )


def fit_cluster_bootstrap(
    sums: pl.DataFrame, n_samples: int, seed: int, confidence_level: float = 0.95
) -> pl.DataFrame:
    """Compare all pairs of levels by resampling base families.

    Parameters
    ----------
    sums : polars.DataFrame
        As for :func:`fit_cluster_robust`.
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
        ``seed`` and ``pairs``: as in :func:`fit_cluster_robust`, with the bootstrap's standard
        error, percentile interval and p-value, and ``n_samples_used``, those in which both
        groups occur.
    """
    rows = []
    for data in _clustered_levels(sums):
        drawn = data.n_obs.sum(axis=1) > 0
        means = resample_means(
            data.n_obs[drawn],
            data.total[drawn] / 1e6,
            n_samples,
            np.random.default_rng(bootstrap_seed(seed, *data.key.values())),
        )
        pairs = []
        for pair, a, b in _pairs(data):
            if pair["status"] == "ok":
                pair |= summarise_difference(means[:, a] - means[:, b], confidence_level)
                if pair["n_samples_used"] < n_samples:
                    pair["warning"] = "a group is missing from some samples"
            pairs.append(pair)
        rows.append(
            data.key
            | {
                "n_clusters": int(drawn.sum()),
                "n_samples": n_samples,
                "seed": seed,
                "pairs": pairs,
            }
        )
    return pl.DataFrame(rows, schema=_BOOTSTRAP_SCHEMA)


def holm(p_values: Sequence[float]) -> NDArray[np.float64]:
    """Adjust p-values for their number (Holm 1979, Scandinavian Journal of Statistics 6, 65-70)."""
    p = np.asarray(p_values, dtype=float)
    order = np.argsort(p, kind="stable")
    factors = len(p) - np.arange(len(p))
    adjusted = np.empty(len(p))
    adjusted[order] = np.minimum(np.maximum.accumulate(p[order] * factors), 1.0)
    return adjusted


def t_test(
    estimate: float, std_error: float, df: float, confidence_level: float
) -> dict[str, float]:
    """Return statistic, interval and two-sided p-value of an estimate over its standard error."""
    statistic = estimate / std_error
    margin = std_error * float(special.stdtrit(df, (1 + confidence_level) / 2))
    log10_p = log10_t_sf_two_sided(statistic, df)
    return {
        "statistic": statistic,
        "ci_low": estimate - margin,
        "ci_high": estimate + margin,
        "log10_p_value": log10_p,
        "p_value": from_log10(log10_p),
    }


def _clustered_levels(sums: pl.DataFrame) -> Iterator[ClusteredLevels]:
    tested = sums.filter("is_tested").sort(*KEY, "level_order", "level", "base_family")
    for key, group in tested.group_by(KEY, maintain_order=True):
        levels = group["level"].unique(maintain_order=True).to_list()
        families = group["base_family"].unique().sort().to_list()
        row = group["base_family"].replace_strict(families, range(len(families)))
        column = group["level"].replace_strict(levels, range(len(levels)))
        n_obs = np.zeros((len(families), len(levels)), dtype=np.int64)
        total = np.zeros(n_obs.shape)
        n_obs[row, column] = group["n_obs"]
        total[row, column] = group["total_units"]
        yield ClusteredLevels(
            dict(zip(KEY, key, strict=True)),
            levels,
            n_obs,
            total,
            float(np.sum(group["sum_squares"].to_numpy())),
        )


def _pairs(data: ClusteredLevels) -> Iterator[tuple[dict, int, int]]:
    """Yield every pair of levels, described, with its positions and what hinders its test."""
    n = data.n_obs.sum(axis=0)
    n_clusters = (data.n_obs > 0).sum(axis=0)
    mean = np.full(len(n), np.nan)
    np.divide(data.total.sum(axis=0) / 1e6, n, out=mean, where=n > 0)
    for a, b in combinations(range(len(data.levels)), 2):
        estimate = float(mean[a] - mean[b])
        yield (
            {
                "group_a": data.levels[a],
                "group_b": data.levels[b],
                "n_a": int(n[a]),
                "n_b": int(n[b]),
                "n_clusters_a": int(n_clusters[a]),
                "n_clusters_b": int(n_clusters[b]),
                "estimate": estimate if np.isfinite(estimate) else None,
                "status": _obstacle(n_clusters[a], n_clusters[b]),
            },
            a,
            b,
        )


def _obstacle(n_clusters_a: int, n_clusters_b: int) -> str:
    fewest = min(n_clusters_a, n_clusters_b)
    if fewest == 0:
        return "a group has no observation"
    return "ok" if fewest > 1 else "a group lies in one base family"


def _robust_pairs(data: ClusteredLevels, confidence_level: float) -> list[dict]:
    pairs = [pair for pair, _, _ in _pairs(data)]
    observed = np.flatnonzero(data.n_obs.sum(axis=0) > 0)
    if len(observed) < 2:
        return pairs
    seen = data.select(observed)
    fit = mean_differences(
        seen.n_obs, seen.mean, seen.sum_squares, list(combinations(range(len(observed)), 2))
    )
    compared = [pair for pair in pairs if pair["n_clusters_a"] and pair["n_clusters_b"]]
    for i, pair in enumerate(compared):
        naive = float(fit.std_error_naive[i])
        if naive > 0:
            test = t_test(pair["estimate"], naive, fit.df_naive, confidence_level)
            pair |= {
                "std_error_naive": naive,
                "df_den_naive": float(fit.df_naive),
                "p_value_naive": test["p_value"],
            }
        if pair["status"] != "ok":
            continue
        robust, df = float(fit.std_error[i]), float(fit.df[i])
        if not (robust > 0 and df > 0):
            pair["status"] = "no variance between base families"
            continue
        pair |= t_test(pair["estimate"], robust, df, confidence_level) | {
            "std_error": robust,
            "df_den": df,
            "std_error_ratio": robust / naive,
        }
        if df < MINIMUM_DF:
            pair["warning"] = "fewer than 4 degrees of freedom"
    adjust(compared)
    return pairs


def adjust(pairs: Sequence[dict]) -> None:
    """Add Holm's ``p_adjusted`` to the pairs that have a p-value."""
    tested = [pair for pair in pairs if pair.get("p_value") is not None]
    for pair, p_adjusted in zip(tested, holm([pair["p_value"] for pair in tested]), strict=True):
        pair["p_adjusted"] = float(p_adjusted)
