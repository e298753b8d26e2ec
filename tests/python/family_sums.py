"""Scores summed by base family and level, and samples of few large families."""

import numpy as np
import polars as pl

from analysis_py.statistics.dependence.factor_levels import level_regression

FACTORS = ["training_type", "parameter_range", "architecture_family"]


def sums_of(rows, level, score):
    """Sum rows as int_base_family_levels_summed does."""
    return (
        rows.filter(pl.col(level).is_not_null())
        .group_by(pl.col(level).alias("level"), "base_family")
        .agg(
            pl.len().cast(pl.Int64).alias("n_obs"),
            (pl.col(score) * 1e6).round().cast(pl.Int64).sum().alias("total_units"),
            ((pl.col(score) - pl.col(score).mean()) ** 2).sum().alias("sum_squares"),
        )
        .with_columns(
            cohort_id=pl.lit("c"),
            benchmark_id=pl.lit(score),
            factor=pl.lit(level),
            level_order=pl.lit(0),
            is_tested=pl.lit(True),
        )
    )


def cells_of(labels, levels, y):
    """Return counts and means per cluster and level, and the sum of squares within cells."""
    c, k = labels.max() + 1, levels.max() + 1
    n = np.zeros((c, k))
    total = np.zeros((c, k))
    np.add.at(n, (labels, levels), 1)
    np.add.at(total, (labels, levels), y)
    mean = np.divide(total, n, out=np.zeros_like(total), where=n > 0)
    return n, mean, float(((y - mean[labels, levels]) ** 2).sum())


def mean_differences(n, mean, sum_squares, pairs):
    """Compare level means, each cell of counts and means being a cluster and a level."""
    return level_regression(n, pairs).contrasts(np.asarray(mean)[np.asarray(n) > 0], sum_squares)


#: Three levels, few large clusters, one that has rows of two levels.
DESIGN = np.zeros((16, 3), dtype=int)
DESIGN[:7, 0] = [30, 1, 2, 1, 4, 1, 3]
DESIGN[6:11, 1] = [2, 20, 1, 1, 5]
DESIGN[11:, 2] = [3, 3, 4, 9, 1]


def one_sample(rng, design, icc):
    """Return clusters, levels and responses of rows, without a difference between levels."""
    cluster, level = (np.repeat(side, design[design > 0]) for side in np.nonzero(design))
    effect = rng.normal(0, np.sqrt(icc), len(design))
    return cluster, level, effect[cluster] + rng.normal(0, np.sqrt(1 - icc), len(cluster))
