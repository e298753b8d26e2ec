"""Fits of many simulated samples of one design at once."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from analysis_py.statistics.clustered.null_model import Noise, clustered_null, simulate_null
from analysis_py.statistics.clustered.regression import covariance_ratio
from analysis_py.statistics.dependence.simulation.design import GridOfShares, SampledDesign


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
    """Draw scores without a difference of levels.

    Parameters
    ----------
    design : SampledDesign
    icc : float
        Share of the variance within levels that lies between clusters.
    noise : Noise
        With as many rows as there are clusters and cells, or more.
    spread : ndarray, shape (k,)
        Standard deviation of each level.
    """
    cluster, level = design.cells
    null = clustered_null(design.size, cluster, icc, spread[level])
    total = simulate_null(null, noise.normal)
    total *= design.size[:, None]
    squares = np.zeros((len(spread), total.shape[1]))
    df = np.bincount(level, weights=design.size - 1)
    for j, scale in enumerate(spread):
        squares[j] = null.error_share * scale**2 * np.roll(noise.chi_squared(float(df[j])), j)
    return Sample(
        total=total,
        by_level=np.add.reduceat(total, design.by_rows.starts[:-1], axis=0),
        by_cluster=design.of_clusters @ total,
        squares=squares,
    )


@dataclass(frozen=True)
class SampleFits:
    """Differences of level means of s samples, shape (q, s)."""

    estimate: NDArray[np.float64]
    variance: NDArray[np.float64]
    df: NDArray[np.float64]


def plain_means(design: SampledDesign, sample: Sample) -> tuple[SampleFits, SampleFits]:
    """Compare plain means with CR2, by degrees of freedom of independent and of alike rows."""
    n, size, pairs = design.n, design.size, design.pairs
    n_level = n.sum(axis=0)
    mean = sample.by_level / n_level[:, None]
    deviation = sample.total / size[:, None]
    for j, (first, last) in enumerate(pairwise(design.by_rows.starts)):
        deviation[first:last] -= mean[j]
    variance, df = design.by_rows.moments(deviation, 1 / n_level[:, None])
    ratio = covariance_ratio(
        n.sum(axis=1),
        sample.by_cluster - n @ mean,
        sample.squares.sum(axis=0) + np.einsum("m,ms,ms->s", size, deviation, deviation),
    )
    df_alike = design.regression.df_alike(ratio)
    a, b = pairs.T
    estimate = mean[a] - mean[b]
    return SampleFits(estimate, variance, df), SampleFits(estimate, variance, df_alike)


def one_variance(design: SampledDesign, sample: Sample) -> SampleFits:
    """Compare levels with one random intercept and one variance for all of them."""
    between = np.einsum("m,ms,ms->s", 1 / design.size, sample.total, sample.total)
    squares = sample.squares.sum(axis=0) + between
    fit = _reml(design.of_all, sample.by_level, sample.by_cluster, squares)
    a, b = design.pairs.T
    return SampleFits(fit.mean[a] - fit.mean[b], fit.variance, fit.df)


def own_variances(design: SampledDesign, sample: Sample) -> tuple[SampleFits, SampleFits]:
    """Compare levels that have variances of their own.

    Returns
    -------
    by_model, by_cr2 : SampleFits
        The same differences with Kenward and Roger's errors and Welch's degrees of freedom, and
        with CR2, the weights of the clusters taken as known.
    """
    ends, pairs = design.by_model.starts, design.pairs
    shape = design.n.shape[1], sample.total.shape[1]
    mean, variance, df, working = (np.full(shape, np.nan) for _ in range(4))
    deviation = np.zeros_like(sample.total)
    chosen = {}
    for j in np.unique(pairs):
        of_level = slice(ends[j], ends[j + 1])
        size, total = design.size[of_level], sample.total[of_level]
        of_cell = total / size[:, None]
        grid = design.of_levels.get(int(j))
        if grid is None:
            mean[j] = of_cell.mean(axis=0)
            variance[j] = working[j] = of_cell.var(axis=0, ddof=1) / len(size)
            df[j] = len(size) - 1
        else:
            squares = sample.squares[j] + np.einsum("ms,ms->s", total, of_cell)
            fit = _reml(grid, sample.by_level[j][None], total, squares)
            mean[j], variance[j], df[j] = fit.mean[0], fit.variance[0], fit.df[0]
            working[j] = fit.squared_sigma * grid.design.covariance[fit.best, 0, 0]
            chosen[int(j)] = fit.best
        np.subtract(of_cell, mean[j], out=deviation[of_level])
    a, b = pairs.T
    estimate, both = mean[a] - mean[b], variance[a] + variance[b]
    df_both = both**2 / (variance[a] ** 2 / df[a] + variance[b] ** 2 / df[b])
    by_cr2 = design.by_model.moments(deviation, working, chosen)
    return SampleFits(estimate, both, df_both), SampleFits(estimate, *by_cr2)


@dataclass(frozen=True)
class _Reml:
    """Samples at the share that fits each best.

    Level means (k, s), variances and degrees of freedom of the contrasts (q, s), and σ² and the
    place of the share (s,).
    """

    mean: NDArray[np.float64]
    variance: NDArray[np.float64]
    df: NDArray[np.float64]
    squared_sigma: NDArray[np.float64]
    best: NDArray[np.int64]


def _reml(
    grid: GridOfShares,
    by_level: NDArray[np.float64],
    by_cluster: NDArray[np.float64],
    raw_squares: NDArray[np.float64],
) -> _Reml:
    design, of_kind = grid.design, grid.of_kind
    n_shares, n_levels = len(design.ratio), of_kind.shape[1]
    df_residual = grid.n.sum() - n_levels
    taken = (design.shrinkage[:, None, :] * of_kind.T).reshape(-1, len(of_kind))
    explained = taken @ (grid.kind @ by_cluster)
    crossed = by_level - explained.reshape(n_shares, n_levels, -1)
    level_mean = design.covariance @ crossed
    squares = (
        raw_squares
        - design.shrinkage @ (grid.kind @ by_cluster**2)
        - (level_mean * crossed).sum(axis=1)
    )
    criterion = df_residual * np.log(squares) + design.log_determinants[:, None]
    best, samples = criterion.argmin(axis=0), np.arange(squares.shape[1])
    squared_sigma = squares[best, samples] / df_residual
    return _Reml(
        mean=level_mean[best, :, samples].T,
        variance=squared_sigma * grid.std_error[best].T ** 2,
        df=grid.df[best].T,
        squared_sigma=squared_sigma,
        best=best,
    )
