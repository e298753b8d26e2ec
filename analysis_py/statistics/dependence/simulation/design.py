"""The quantities common to all simulated samples of one design.

The mixed models' variances are sought among a grid of shares between clusters, so that all that
depends on the design alone is worked out once for each share.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.sparse import csr_array

from analysis_py.statistics.clustered.mixed import MixedDesign, kenward_roger, mixed_design
from analysis_py.statistics.clustered.regression import (
    ClusteredRegression,
    level_contrasts,
    level_regression,
)
from analysis_py.statistics.dependence.simulation.level_errors import LevelErrors, level_errors

#: Shares of variance between clusters among which a simulated sample's estimate is sought.
_ICC = np.concatenate([np.linspace(0, 0.9, 19), [0.925, 0.95, 0.97, 0.98, 0.99]])


@dataclass(frozen=True)
class GridOfShares:
    """The mixed model of a design at g shares of variance between clusters, in units of σ.

    Attributes
    ----------
    n : ndarray, shape (c, k)
    kind : csr_array, shape (u, c)
        1 where a cluster is of a kind; clusters of as many rows in each level are of one.
    of_kind : ndarray, shape (u, k)
        Rows of a cluster of each kind.
    design : MixedDesign
        With the shrinkage of each kind, shape (g, u).
    std_error, df : ndarray, shape (g, q)
        Of contrasts of the level means, by Kenward and Roger.
    """

    n: NDArray[np.float64]
    kind: csr_array
    of_kind: NDArray[np.float64]
    design: MixedDesign
    std_error: NDArray[np.float64]
    df: NDArray[np.float64]


@dataclass(frozen=True)
class SampledDesign:
    """A design and what every sample of it needs.

    Attributes
    ----------
    n : ndarray, shape (c, k)
        Number of rows in each cluster and level; no cluster and no level is empty.
    pairs : ndarray of int, shape (q, 2)
        Of levels that lie in two clusters or more.
    cells : pair of ndarray of int, shape (m,)
        Cluster and level of each cell, one level after the other.
    of_clusters : csr_array, shape (c, m)
        1 where a cell is of a cluster.
    size : ndarray, shape (m,)
        Rows of each cell.
    regression : ClusteredRegression
        Of plain means.
    of_all : GridOfShares
        With one variance, and the pairs as contrasts.
    of_levels : dict
        Of each level that a pair names and that has a cluster of several rows: by itself.
    by_rows, by_model : LevelErrors
        For plain means, and for means of the models of single levels at each share of their grid.
    """

    n: NDArray[np.float64]
    pairs: NDArray[np.int64]
    cells: tuple[NDArray[np.int64], NDArray[np.int64]]
    of_clusters: csr_array
    size: NDArray[np.float64]
    regression: ClusteredRegression
    of_all: GridOfShares
    of_levels: dict[int, GridOfShares]
    by_rows: LevelErrors
    by_model: LevelErrors


def sampled_design(n_obs: ArrayLike, pairs: ArrayLike) -> SampledDesign:
    """Work out what all samples of a design share.

    Parameters
    ----------
    n_obs : array_like, shape (c, k)
        Number of rows in each cluster and level; no cluster and no level is empty.
    pairs : array_like of int, shape (q, 2)
        Of levels that lie in two clusters or more.
    """
    n = np.asarray(n_obs, dtype=float)
    ends = np.asarray(pairs)
    level, cluster = np.nonzero(n.T)
    size = n[cluster, level]
    of_level = np.split(size, np.searchsorted(level, np.arange(1, n.shape[1])))
    of_levels = {
        int(j): _grid(of_level[j][:, None], [[1.0]])
        for j in np.unique(ends)
        if of_level[j].max() > 1
    }
    by_rows = [(rows / rows.sum())[:, None] for rows in of_level]
    by_model = [
        _cell_shares(of_levels[j]) if j in of_levels else np.full((len(rows), 1), 1 / len(rows))
        for j, rows in enumerate(of_level)
    ]
    return SampledDesign(
        n=n,
        pairs=ends,
        cells=(cluster, level),
        of_clusters=indicator(cluster, len(n)),
        size=size,
        regression=level_regression(n, ends),
        of_all=_grid(n, level_contrasts(ends, n.shape[1])),
        of_levels=of_levels,
        by_rows=level_errors((cluster, level), by_rows, ends),
        by_model=level_errors((cluster, level), by_model, ends),
    )


def _cell_shares(grid: GridOfShares) -> NDArray[np.float64]:
    """Return what each cluster weighs in the mean of a level, shape (c, g)."""
    precision = grid.n / (1 + grid.design.ratio * grid.n)
    return np.asarray(precision / precision.sum(axis=0))


def _grid(n: NDArray[np.float64], contrasts: ArrayLike) -> GridOfShares:
    design = mixed_design(n, _ICC / (1 - _ICC))
    of_kind, first, kind = np.unique(n, axis=0, return_index=True, return_inverse=True)
    return GridOfShares(
        n,
        indicator(kind, len(of_kind)),
        of_kind,
        replace(design, shrinkage=design.shrinkage[:, first]),
        *kenward_roger(n, contrasts, design),
    )


def indicator(group: NDArray[np.int64], n: int) -> csr_array:
    """Return the matrix, shape (n, m), that sums m rows by group."""
    m = len(group)
    return csr_array((np.ones(m), (group, np.arange(m))), shape=(n, m))
