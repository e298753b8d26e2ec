"""Samples of a design of levels under the nulls that fit its scores."""

from __future__ import annotations

from itertools import combinations
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from analysis_py.statistics.clustered.calibration import Sampled
from analysis_py.statistics.clustered.null_model import (
    Noise,
    NullModel,
    RandomIntercept,
    VarianceShares,
    stated_nulls,
)
from analysis_py.statistics.dependence.factor_levels import BaseFamilyLevels, level_regression
from analysis_py.statistics.dependence.simulated_means import simulated_means


class Drawn(NamedTuple):
    """Differences of all pairs under each stated null, and with clusters that are outliers.

    Plain means come first, with their degrees of freedom, shape (2 q,); mixed means have none.
    """

    samples: dict[str, Sampled]
    outlying: Sampled
    df: NDArray[np.float64]


def draw_samples(some: BaseFamilyLevels, shares: VarianceShares, noise: Noise) -> Drawn:
    """Draw the differences of all pairs of levels under each stated null."""
    pairs = list(combinations(range(len(some.levels)), 2))
    used = some.n_obs.sum(axis=1) > 0
    design = simulated_means(some.n_obs[used], pairs)
    generation = np.unique(some.generation[used], return_inverse=True)[1]
    n, mean = some.n_obs[used], some.mean[used]
    centre = np.nansum(n * mean, axis=0) / n.sum(axis=0)
    std_dev = _common_std_dev(some) or 1.0
    spread = _spread(some)[design.level]
    intercept = RandomIntercept(shares.icc, design.cluster)
    outlying = NullModel(design.size, (intercept,), spread, has_outliers=True)
    nulls = stated_nulls(
        design.size,
        design.cluster,
        design.level,
        generation[design.cluster],
        shares,
        spread,
        (mean - centre)[design.cluster, design.level] / std_dev,
    )
    plain = level_regression(some.n_obs[used], pairs).df
    df = np.concatenate([plain, np.full(len(pairs), np.nan)])
    samples = {name: design.sample(null, noise) for name, null in nulls.items()}
    return Drawn(samples, design.sample(outlying, noise), df)


def _common_std_dev(data: BaseFamilyLevels) -> float:
    """Return the standard deviation within levels."""
    return float(np.sqrt(np.average(data.std_dev**2, weights=data.n_obs.sum(axis=0) - 1)))


def _spread(data: BaseFamilyLevels) -> NDArray[np.float64]:
    """Return the standard deviation of each level in units of that of all."""
    common = _common_std_dev(data)
    if not common > 0:
        return np.ones(len(data.std_dev))
    # a level without any spread gets a little, so that it can be drawn
    return np.maximum(data.std_dev / common, 0.05)
