"""All pairs of the levels of a factor, compared as if rows were independent and as they are.

Both tables start from counts and sums per base family and level. One puts the naive standard error
beside the cluster-robust one; the other resamples whole base families.
"""

from __future__ import annotations

from itertools import combinations

import numpy as np
import polars as pl

from analysis_py.dependence.bootstrap import resample_means, summarise_difference
from analysis_py.dependence.levels import ClusteredLevels, clustered_levels, describe_pairs
from analysis_py.dependence.robust import mean_differences
from analysis_py.keys import FACTOR_KEY
from analysis_py.numerics.contrast_tests import MINIMUM_DF, add_holm, t_test
from analysis_py.numerics.seeds import bootstrap_seed

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
    **dict.fromkeys(FACTOR_KEY, pl.String),
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
    **dict.fromkeys(FACTOR_KEY, pl.String),
    "n_clusters": pl.Int64,
    "n_samples": pl.Int64,
    "seed": pl.Int64,
    "pairs": pl.List(
        pl.Struct(_PAIR_COLUMNS | {"std_error": pl.Float64, "n_samples_used": pl.Int64})
    ),
}


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
            for data in clustered_levels(sums)
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
    for data in clustered_levels(sums):
        drawn = data.n_obs.sum(axis=1) > 0
        rng = np.random.default_rng(bootstrap_seed(seed, *data.key.values()))
        # the products add whole numbers, so no order of adding them changes a digit
        means = resample_means(data.n_obs[drawn], data.total[drawn], n_samples, rng) / 1e6
        pairs = []
        for pair, a, b in describe_pairs(data):
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


def _robust_pairs(data: ClusteredLevels, confidence_level: float) -> list[dict]:
    pairs = [pair for pair, _, _ in describe_pairs(data)]
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
            "std_error_ratio": robust / naive if naive > 0 else None,
        }
        if df < MINIMUM_DF:
            pair["warning"] = "fewer than 4 degrees of freedom"
    add_holm(compared)
    return pairs
