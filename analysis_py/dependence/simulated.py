"""Size and power of clustered comparisons, by simulation on their own design.

Scores are drawn from a mixed model without a difference between levels: an effect of each cluster
and an error of each row, normal, with a given share of variance between clusters. Only sums of
cells and one sum of squares are drawn, so a sample costs as many numbers as there are cells. Every
method judges the same samples, and all pairs of a factor share them.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

from analysis_py.dependence import imbens_kolesar
from analysis_py.dependence.mixed import differences, kenward_roger, mixed_design
from analysis_py.dependence.wild import draw_weights, drawn_squared_t, squared_t, two_means

#: The difference whose power is simulated, in standard deviations within levels: a medium one
#: (Cohen 1988, Statistical Power Analysis for the Behavioral Sciences).
EFFECT = 0.5
#: Draws of each simulated bootstrap. With 99 a level of 5 % falls on a whole rank.
_DRAWS = 99
#: A bootstrap costs as much as many other tests, so it judges one in so many samples.
_WILD_SHARE = 10
#: Sets of draws among the bootstraps of a design: with one set all of them would err alike.
_SETS = 10
#: Shares of variance between clusters among which a simulated sample's estimate is sought.
_ICC = np.concatenate([np.linspace(0, 0.9, 19), [0.925, 0.95, 0.97, 0.98, 0.99]])
#: Simulated shares are rounded, so that benchmarks of like share have one simulation.
_STEP, _HIGHEST = 0.1, 0.95


@dataclass(frozen=True)
class Rates:
    """How often a method rejects at the 5 % level, shape (q,): without an effect, and with it."""

    size: NDArray[np.float64]
    power: NDArray[np.float64]
    n_simulations: int


@dataclass(frozen=True)
class Noise:
    """What all designs share of a simulation of s samples: their rates then differ by design alone.

    Attributes
    ----------
    normal : ndarray, shape (rows, s)
        Standard normal; a design takes as many rows as it has clusters and cells.
    uniform : ndarray, shape (s,)
        Of the sum of squares within cells.
    weights : ndarray, shape (sets, draws, rows)
        Of the simulated bootstraps, by cluster.
    """

    normal: NDArray[np.float32]
    uniform: NDArray[np.float64]
    weights: NDArray[np.float32]


def draw_noise(n_rows: int, n_simulations: int, seed: int) -> Noise:
    """Draw the noise of a simulation; more rows leave the first as they are."""
    normal, uniform, weights = (np.random.default_rng([seed, stream]) for stream in range(3))
    return Noise(
        # half as many random bits are plenty, and take half as long
        normal=normal.standard_normal((n_rows, n_simulations), dtype=np.float32),
        uniform=uniform.random(n_simulations),
        weights=draw_weights(n_rows, _SETS * _DRAWS, weights)
        .T.reshape(_SETS, _DRAWS, n_rows)
        .astype(np.float32),
    )


def rounded_icc(icc: float) -> float:
    """Return the share of variance between clusters that is simulated in place of one."""
    return min(round(icc / _STEP) * _STEP, _HIGHEST)


def simulate_rates(
    n_obs: ArrayLike,
    pairs: ArrayLike,
    icc: float,
    noise: Noise,
    spread: ArrayLike | None = None,
    significance_level: float = 0.05,
) -> dict[str, Rates]:
    """Simulate the size and the power of every method on one design.

    Parameters
    ----------
    n_obs : array_like, shape (c, k)
        Number of rows in each cluster and level; no cluster and no level is empty.
    pairs : array_like of int, shape (q, 2)
        Of levels that lie in two clusters or more.
    icc : float
        Share of the variance within levels that lies between clusters.
    noise : Noise
        With as many rows as there are clusters and cells, or more.
    spread : array_like, shape (k,), optional
        Standard deviation of each level; all 1 if left out, as the mixed model supposes.
    significance_level : float

    Returns
    -------
    dict
        Rates by method: ``cr2``, ``cr2_ik``, ``wild``, ``mixed`` and ``mixed_own``; NaN where a
        method has no test.
    """
    n = np.asarray(n_obs, dtype=float)
    pairs = np.asarray(pairs)
    sample = _draw(n, icc, noise, np.ones(n.shape[1]) if spread is None else np.asarray(spread))
    estimate, variance = _cluster_robust(n, pairs, sample)
    traces = imbens_kolesar.moments(n, pairs)
    ratio = imbens_kolesar.covariance_ratio(
        n.sum(axis=1), sample.residual_sums, sample.residual_squares
    )
    rates = {}
    independent = imbens_kolesar.degrees_of_freedom(traces, np.zeros(1))
    alike = imbens_kolesar.degrees_of_freedom(traces, ratio)
    for name, df in (("cr2", independent), ("cr2_ik", alike)):
        rates[name] = _rates(estimate, _squared_limit(df, significance_level) * variance)
    rates["wild"] = _wild(n, pairs, sample, noise.weights, significance_level)
    for name, fit in (("mixed", _mixed), ("mixed_own", _mixed_own)):
        of_pairs, std_error, df = fit(n, pairs, sample)
        rates[name] = _rates(of_pairs, _squared_limit(df, significance_level) * std_error**2)
    return rates


@cache
def _limits(significance_level: float) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return a table of log degrees of freedom and log squared quantiles of t."""
    log_df = np.linspace(np.log(0.05), np.log(1e6), 2000)
    quantile = special.stdtrit(np.exp(log_df), 1 - significance_level / 2)
    return log_df, 2 * np.log(quantile)


def _squared_limit(df: NDArray[np.float64], significance_level: float) -> NDArray[np.float64]:
    """Return squared quantiles of t from the table: one costs more than a simulated test."""
    return np.exp(np.interp(np.log(df), *_limits(significance_level)))


@dataclass(frozen=True)
class _Sample:
    """Simulated responses of standard deviation 1 by cell, for s samples.

    ``cells`` names the cluster and the level of each of the m cells, ``total`` (m, s) sums their
    rows, ``squares`` (k, s) are the rows' own about the mean of their cell, by level.
    """

    cells: tuple[NDArray[np.int64], NDArray[np.int64]]
    total: NDArray[np.float64]
    squares: NDArray[np.float64]
    residual: NDArray[np.float64]
    residual_sums: NDArray[np.float64]
    residual_squares: NDArray[np.float64]


def _draw(n: NDArray[np.float64], icc: float, noise: Noise, spread: NDArray[np.float64]) -> _Sample:
    family, level = np.nonzero(n)
    size, n_cells = n[family, level], len(family)
    effect = noise.normal[: len(n)] * np.sqrt(icc)
    error = noise.normal[len(n) : len(n) + n_cells] * np.sqrt((1 - icc) * size)[:, None]
    total = (effect[family] * size[:, None] + error) * spread[level, None]
    squares = np.zeros((n.shape[1], len(noise.uniform)))
    for j, scale in enumerate(spread):
        df = (size - 1)[level == j].sum()
        squares[j] = (1 - icc) * scale**2 * _chi_squared(df, np.roll(noise.uniform, j))
    mean = _summed(total, level, n.shape[1]) / n.sum(axis=0)[:, None]
    residual = total - size[:, None] * mean[level]
    return _Sample(
        cells=(family, level),
        total=total,
        squares=squares,
        residual=residual,
        residual_sums=_summed(residual, family, len(n)),
        residual_squares=squares.sum(axis=0) + (residual**2 / size[:, None]).sum(axis=0),
    )


def _summed(values: NDArray[np.float64], group: NDArray[np.int64], n: int) -> NDArray[np.float64]:
    """Sum rows by group; every group has one."""
    order = np.argsort(group, kind="stable")
    return np.add.reduceat(values[order], np.searchsorted(group[order], np.arange(n)), axis=0)


def _cluster_robust(
    n: NDArray[np.float64], pairs: NDArray[np.int64], sample: _Sample
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the differences of the plain means and their CR2 variances, shape (q, s)."""
    family, level = sample.cells
    size = n.sum(axis=0)
    share = n[family, level] / size[level]
    scale = np.zeros_like(share)
    np.divide(1, np.sqrt(1 - share), out=scale, where=share < 1)
    score = sample.residual * (scale / size[level])[:, None]
    mean = _summed(sample.total, level, n.shape[1]) / size[:, None]
    own = _summed(score**2, level, n.shape[1])
    a, b = pairs.T
    variance = own[a] + own[b]
    place = np.full(n.shape, -1)
    place[family, level] = np.arange(len(family))
    for i, (x, y) in enumerate(pairs):
        shared = (n[:, x] > 0) & (n[:, y] > 0)
        if shared.any():
            variance[i] -= 2 * (score[place[shared, x]] * score[place[shared, y]]).sum(axis=0)
    return mean[a] - mean[b], variance


def _chi_squared(df: float, uniform: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return quantiles of chi-squared; of many degrees of freedom those of Wilson and Hilferty."""
    if not df > 0:
        return np.zeros_like(uniform)
    if df < 30:
        return np.asarray(special.chdtri(df, uniform), dtype=float)
    part = 2 / (9 * df)
    return np.asarray(df * (1 - part + special.ndtri(uniform) * np.sqrt(part)) ** 3, dtype=float)


_Fit: TypeAlias = tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]


def _mixed(n: NDArray[np.float64], pairs: NDArray[np.int64], sample: _Sample) -> _Fit:
    """Return REML differences, standard errors and degrees of freedom, each shape (q, s)."""
    family, level = sample.cells
    by_level, by_family = (
        _summed(sample.total, group, length)
        for group, length in zip((level, family), n.shape[::-1], strict=True)
    )
    between = (sample.total**2 / n[family, level][:, None]).sum(axis=0)
    squares = sample.squares.sum(axis=0) + between
    mean, std_error, df = _reml(n, differences(pairs, n.shape[1]), by_level, by_family, squares)
    a, b = pairs.T
    return mean[a] - mean[b], std_error, df


def _mixed_own(n: NDArray[np.float64], pairs: NDArray[np.int64], sample: _Sample) -> _Fit:
    """Return differences of means with variances of their own, as :func:`_mixed`."""
    level = sample.cells[1]
    mean, variance, df = np.full((3, n.shape[1], sample.total.shape[1]), np.nan)
    for j in np.unique(pairs):
        size, total = n[n[:, j] > 0, j], sample.total[level == j]
        if size.max() == 1:
            mean[j], variance[j] = total.mean(axis=0), total.var(axis=0, ddof=1) / len(size)
            df[j] = len(size) - 1
            continue
        squares = sample.squares[j] + (total**2 / size[:, None]).sum(axis=0)
        found = _reml(size[:, None], [[1.0]], total.sum(axis=0)[None], total, squares)
        mean[j], variance[j], df[j] = found[0][0], found[1][0] ** 2, found[2][0]
    a, b = pairs.T
    both = variance[a] + variance[b]
    df_both = both**2 / (variance[a] ** 2 / df[a] + variance[b] ** 2 / df[b])
    return mean[a] - mean[b], np.sqrt(both), df_both


def _reml(
    n: NDArray[np.float64],
    contrasts: ArrayLike,
    by_level: NDArray[np.float64],
    by_family: NDArray[np.float64],
    raw_squares: NDArray[np.float64],
) -> _Fit:
    """Return level means (k, s), and standard errors and degrees of freedom of contrasts (q, s)."""
    design = mixed_design(n, _ICC / (1 - _ICC))
    std_error, df = kenward_roger(n, contrasts, design)
    df_residual = n.sum() - n.shape[1]
    crossed = by_level - np.einsum("gc,ck->gkc", design.shrinkage, n) @ by_family
    level_mean = design.covariance @ crossed
    squares = raw_squares - design.shrinkage @ by_family**2 - (level_mean * crossed).sum(axis=1)
    criterion = df_residual * np.log(squares) + design.log_determinants[:, None]
    best, samples = criterion.argmin(axis=0), np.arange(squares.shape[1])
    sigma = np.sqrt(squares[best, samples] / df_residual)
    return level_mean[best, :, samples].T, sigma * std_error[best].T, df[best].T


def _rates(estimate: NDArray[np.float64], limit: NDArray[np.float64]) -> Rates:
    """Return how often the squared estimate exceeds its limit; both shape (q, s)."""
    is_tested = np.isfinite(limit) & (limit > 0)
    never = ~is_tested.any(axis=1)
    with np.errstate(invalid="ignore"):
        size = ((estimate**2 > limit) & is_tested).mean(axis=1)
        power = (((estimate + EFFECT) ** 2 > limit) & is_tested).mean(axis=1)
    return Rates(np.where(never, np.nan, size), np.where(never, np.nan, power), estimate.shape[1])


def _wild(
    n: NDArray[np.float64],
    pairs: NDArray[np.int64],
    sample: _Sample,
    weights: NDArray[np.float32],
    significance_level: float,
) -> Rates:
    family, level = sample.cells
    place = np.full(n.shape, -1)
    place[family, level] = np.arange(len(family))
    of_set = max(sample.total.shape[1] // _WILD_SHARE // _SETS, 1)
    some = sample.total[:, : _SETS * of_set].astype(np.float32)
    # whole sets, each beside its own draws
    some = np.moveaxis(some.reshape(len(some), _SETS, of_set), 1, 0)
    allowed = int(significance_level * (_DRAWS + 1)) - 1
    size, power = np.empty(len(pairs)), np.empty(len(pairs))
    for i, pair in enumerate(pairs):
        used = np.flatnonzero((n[:, pair] > 0).any(axis=1))
        of = n[np.ix_(used, pair)]
        total = np.zeros((2, _SETS, len(used), of_set), dtype=np.float32)
        for j in (0, 1):
            present = of[:, j] > 0
            total[j][:, present] = some[:, place[used[present], pair[j]]]
        drawn = weights[:, :, used]
        size[i] = _rejected(of, total, drawn, allowed)
        total[0] += EFFECT * of[:, :1].astype(np.float32)
        power[i] = _rejected(of, total, drawn, allowed)
    return Rates(size, power, _SETS * of_set)


def _rejected(
    n: NDArray[np.float64], total: NDArray[np.float32], weights: NDArray[np.float32], allowed: int
) -> float:
    """Return the share of samples with at most ``allowed`` draws as far from 0."""
    pair = two_means(n, total)
    as_far = drawn_squared_t(pair, weights) >= squared_t(pair)[:, None, :]
    return float((as_far.sum(axis=1) <= allowed).mean())
