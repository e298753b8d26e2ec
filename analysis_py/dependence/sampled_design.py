"""What all simulated samples of one design share.

The mixed models' variances are sought among a grid of shares between clusters, so that all that
depends on the design alone is worked out once for each share.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from analysis_py.dependence import imbens_kolesar
from analysis_py.dependence.cell_sums import cells_of
from analysis_py.dependence.mixed import MixedDesign, differences, kenward_roger, mixed_design

#: Shares of variance between clusters among which a simulated sample's estimate is sought.
_ICC = np.concatenate([np.linspace(0, 0.9, 19), [0.925, 0.95, 0.97, 0.98, 0.99]])


@dataclass(frozen=True)
class GridOfShares:
    """The mixed model of a design at g shares of variance between clusters, in units of σ.

    Attributes
    ----------
    n : ndarray, shape (c, k)
    design : MixedDesign
    std_error, df : ndarray, shape (g, q)
        Of contrasts of the level means, by Kenward and Roger.
    """

    n: NDArray[np.float64]
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
    size : ndarray, shape (m,)
        Rows of each cell.
    traces : ndarray, shape (q, 5)
        Imbens and Kolesár's.
    of_all : GridOfShares
        With one variance, and the pairs as contrasts.
    of_levels : dict
        Of each level that a pair names and that has a cluster of several rows: by itself.
    """

    n: NDArray[np.float64]
    pairs: NDArray[np.int64]
    cells: tuple[NDArray[np.int64], NDArray[np.int64]]
    size: NDArray[np.float64]
    traces: NDArray[np.float64]
    of_all: GridOfShares
    of_levels: dict[int, GridOfShares]


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
    cluster, level = cells_of(n)
    by_itself = {int(j): n[n[:, j] > 0, j][:, None] for j in np.unique(ends)}
    return SampledDesign(
        n=n,
        pairs=ends,
        cells=(cluster, level),
        size=n[cluster, level],
        traces=imbens_kolesar.moments(n, ends),
        of_all=_grid(n, differences(ends, n.shape[1])),
        of_levels={j: _grid(of, [[1.0]]) for j, of in by_itself.items() if of.max() > 1},
    )


def _grid(n: NDArray[np.float64], contrasts: ArrayLike) -> GridOfShares:
    design = mixed_design(n, _ICC / (1 - _ICC))
    return GridOfShares(n, design, *kenward_roger(n, contrasts, design))
