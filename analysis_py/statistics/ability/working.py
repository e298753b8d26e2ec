"""Working logits of shares above chance, and their moments under binomial sampling of items."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import numpy as np
from scipy.special import expit, gammaln

from analysis_py.statistics.arrays import FloatArray, IntArray

#: Logits on which moments are tabulated, and nodes of Gauss-Hermite quadrature.
GRID = np.linspace(-9, 9, 181)
_NODES, _WEIGHTS = np.polynomial.hermite_e.hermegauss(11)
_WEIGHTS = _WEIGHTS / _WEIGHTS.sum()
#: Exact up to this many items; the moments of more are scaled from it.
_EXACT_ITEMS = 600


def working_logit(share: FloatArray, chance: FloatArray, n_items: FloatArray) -> FloatArray:
    """Return logits of shares above chance, with half an item on either side.

    A share at or below chance counts as half a standard error of guessing above it, or as half an
    item, whichever is more.
    """
    above = np.clip((share - chance) / (1 - chance), 0, 1)
    half = 0.5 / (n_items + 1)
    guessing = 0.5 * np.sqrt(chance * (1 - chance) / n_items) / (1 - chance)
    least = np.maximum(half, guessing)
    most = 1 - np.minimum(least, half)
    smoothed = np.clip((above * n_items + 0.5) / (n_items + 1), least, most)
    return np.log(smoothed / (1 - smoothed))


def item_variance(above: FloatArray, chance: FloatArray, n_items: FloatArray) -> FloatArray:
    """Return the variance of a logit that the sampling of items makes, by the delta method."""
    share = chance + (1 - chance) * above
    of_share = share * (1 - share) / n_items
    return of_share / (1 - chance) ** 2 / np.maximum(above * (1 - above), 1e-6) ** 2


@dataclass(frozen=True)
class MomentTables:
    """Mean, slope and variance of working logits at the logits of the grid, and of which cells.

    ``values`` and ``steps`` to the next, shape (3, kinds of cells times the grid); ``start`` is
    where the table of each cell begins.
    """

    values: FloatArray
    steps: FloatArray
    start: IntArray


def tabulate_moments(n_items: FloatArray, chance: FloatArray) -> MomentTables:
    """Return moments for the items and chance of each cell."""
    pairs, which = np.unique(np.column_stack([n_items, chance]), axis=0, return_inverse=True)
    tables = np.stack([_tabulated(float(n), float(c)) for n, c in pairs], axis=1)
    steps = np.diff(tables, axis=2, append=tables[..., -1:])
    return MomentTables(
        tables.reshape(3, -1), steps.reshape(3, -1), len(GRID) * which.ravel().astype(np.int64)
    )


@cache
def _tabulated(n_items: float, chance: float) -> FloatArray:
    """Return mean, slope and variance of the working logit at each logit of the grid."""
    n = int(min(n_items, _EXACT_ITEMS))
    counts = np.arange(n + 1)
    ones = np.ones(n + 1)
    logits = working_logit(counts / n, chance * ones, n * ones)
    share = (chance + (1 - chance) * expit(GRID))[:, None]
    ways = gammaln(n + 1) - gammaln(counts + 1) - gammaln(n - counts + 1)
    probability = np.exp(ways + counts * np.log(share) + (n - counts) * np.log1p(-share))
    mean = probability @ logits
    variance = np.maximum(probability @ logits**2 - mean**2, 1e-8) * n / n_items
    mean = GRID + (mean - GRID) * n / n_items
    return np.stack([mean, np.gradient(mean, GRID), variance])


def marginal_moments(
    logit: FloatArray, extra: FloatArray, tables: MomentTables
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return mean, slope and variance of working logits about true ones, with ``extra`` noise."""
    noise, means = np.sqrt(extra), []
    centre, slope, spread = np.zeros((3, *logit.shape))
    # node by node: arrays of all nodes at once would not fit into a cache
    for node, weight in zip(_NODES, _WEIGHTS, strict=True):
        mean, slope_at_node, variance = _interpolate(logit + noise * node, tables)
        centre += weight * mean
        slope += weight * slope_at_node
        spread += weight * variance
        means.append(mean)
    for mean, weight in zip(means, _WEIGHTS, strict=True):
        spread += weight * (mean - centre) ** 2
    return centre, np.maximum(slope, 0.05), spread


def _interpolate(logit: FloatArray, tables: MomentTables) -> Iterator[FloatArray]:
    """Return mean, slope and variance of working logits at true ones."""
    # the grid is even, so that its cell is known without a search
    place = (np.clip(logit, -8.9, 8.9) - GRID[0]) / (GRID[1] - GRID[0])
    below = place.astype(np.int64)
    part = place - below
    below += tables.start
    for value, step in zip(tables.values, tables.steps, strict=True):
        yield value[below] + part * step[below]
