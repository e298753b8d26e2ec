"""Simulated scores of a design: sums of cells from a mixed model without a difference of levels.

An effect of each cluster and an error of each row, normal, with a given share of variance between
clusters. Only sums of cells and one sum of squares of each level are drawn, so a sample costs as
many numbers as there are cells.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from scipy import special

from analysis_py.statistics.dependence.cell_sums import summed
from analysis_py.statistics.dependence.sampled_design import SampledDesign
from analysis_py.statistics.dependence.wild import draw_weights

#: Draws of each simulated bootstrap. With 99 a level of 5 % falls on a whole rank.
N_DRAWS = 99
#: Sets of draws among the bootstraps of a design: with one set all of them would err alike.
N_SETS = 10
#: Streams of random numbers of one simulation.
_STREAMS = 3
#: Degrees of freedom from which on chi-squared is approximated.
_MANY = 30


@dataclass(frozen=True)
class Noise:
    """Random numbers common to all designs in a simulation of s samples.

    Attributes
    ----------
    normal : ndarray, shape (rows, s)
        Standard normal; a design takes as many rows as it has clusters and cells.
    uniform, quantile : ndarray, shape (s,)
        Of the sum of squares within cells, and the normal quantile of each.
    weights : ndarray, shape (sets, draws, rows), or None
        Of the simulated bootstraps, by cluster; None where no bootstrap is simulated.
    chi_squared : dict
        Quantiles of chi-squared by its degrees of freedom, as they are asked for.
    """

    normal: NDArray[np.float32]
    uniform: NDArray[np.float64]
    quantile: NDArray[np.float64]
    weights: NDArray[np.float32] | None
    chi_squared: dict[float, NDArray[np.float64]] = field(default_factory=dict)


def draw_noise(
    n_rows: int, n_simulations: int, seed: int, part: int = 0, with_bootstrap: bool = True
) -> Noise:
    """Draw the noise of a simulation; more rows leave the first as they are.

    Parameters
    ----------
    n_rows, n_simulations, seed : int
    part : int
        Parts of one seed are independent of each other.
    with_bootstrap : bool
        Whether to draw what the wild bootstrap is simulated with.
    """
    normal, uniform, weights = (
        np.random.default_rng([seed, _STREAMS * part + stream]) for stream in range(_STREAMS)
    )
    drawn = None
    if with_bootstrap:
        of_all = draw_weights(n_rows, N_SETS * N_DRAWS, weights)
        drawn = of_all.T.reshape(N_SETS, N_DRAWS, n_rows).astype(np.float32)
    shares = uniform.random(n_simulations)
    return Noise(
        # half as many random bits are plenty, and take half as long
        normal=normal.standard_normal((n_rows, n_simulations), dtype=np.float32),
        uniform=shares,
        quantile=special.ndtri(shares),
        weights=drawn,
    )


@dataclass(frozen=True)
class Sample:
    """Simulated responses of standard deviation 1 by cell, for s samples.

    Attributes
    ----------
    total : ndarray, shape (m, s)
        Sums of the rows of each cell.
    by_level, by_cluster : ndarray, shape (k, s) and (c, s)
        Sums of those.
    squares : ndarray, shape (k, s)
        Of the rows about the mean of their cell, by level.
    """

    total: NDArray[np.float64]
    by_level: NDArray[np.float64]
    by_cluster: NDArray[np.float64]
    squares: NDArray[np.float64]


def draw_sample(
    design: SampledDesign, icc: float, noise: Noise, spread: NDArray[np.float64]
) -> Sample:
    """Draw the scores of a design.

    Parameters
    ----------
    design : SampledDesign
    icc : float
        Share of the variance within levels that lies between clusters.
    noise : Noise
    spread : ndarray, shape (k,)
        Standard deviation of each level.
    """
    cluster, level = design.cells
    size, n_clusters, n_levels = design.size, *design.n.shape
    of_row = spread[level]
    total = np.take(noise.normal, cluster, axis=0) * (of_row * size * np.sqrt(icc))[:, None]
    error = noise.normal[n_clusters : n_clusters + len(size)]
    total += error * (of_row * np.sqrt((1 - icc) * size))[:, None]
    squares = np.zeros((n_levels, len(noise.uniform)))
    df = summed(size - 1, level, n_levels)
    for j, scale in enumerate(spread):
        squares[j] = (1 - icc) * scale**2 * np.roll(chi_squared(float(df[j]), noise), j)
    return Sample(
        total=total,
        by_level=np.add.reduceat(total, design.by_rows.starts[:-1], axis=0),
        by_cluster=design.of_clusters @ total,
        squares=squares,
    )


def chi_squared(df: float, noise: Noise) -> NDArray[np.float64]:
    """Return quantiles of chi-squared; of many degrees of freedom those of Wilson and Hilferty."""
    if not df > 0:
        return np.zeros_like(noise.uniform)
    if df >= _MANY:
        part = 2 / (9 * df)
        return np.asarray(df * (1 - part + noise.quantile * np.sqrt(part)) ** 3, dtype=float)
    if df not in noise.chi_squared:
        noise.chi_squared[df] = np.asarray(special.chdtri(df, noise.uniform), dtype=float)
    return noise.chi_squared[df]
