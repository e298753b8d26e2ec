"""Null models of scores on a design, for simulated type I error rates.

A null model lists the variance components: the error of each row, and random intercepts, each with
its share of the variance and its unit. Only means of cells and sums of squares within them are
drawn, so a sample takes one number per unit and cell.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special
from scipy.sparse import csr_array

from analysis_py.statistics.clustered.mixed import (
    RemlFit,
    fit_crossed,
    fit_reml,
)

#: Streams of random numbers of one simulation.
STREAMS = 3
#: Degrees of freedom above which chi-squared is approximated.
_MANY = 30
#: Largest share that is simulated.
HIGHEST_ICC = 0.95
#: Share of clusters that are outliers, where some are.
OUTLIERS = 0.1
#: Shares below this count as zero.
_NO_SHARE = 0.005


@dataclass(frozen=True)
class RandomIntercept:
    """A variance component: its share of the variance, and the unit of each cell, shape (m,).

    Units are numbered from 0: base families, developers, or the levels within them.
    """

    share: float
    unit: NDArray[np.int64]

    @property
    def n_units(self) -> int:
        """Number of units."""
        return int(self.unit.max()) + 1


@dataclass(frozen=True)
class NullModel:
    """A mixed model of scores without an effect.

    Attributes
    ----------
    n_obs : ndarray, shape (m,)
        Rows of each cell, or the precision of its mean.
    intercepts : tuple of RandomIntercept
        One minus their shares is the share of the errors of rows.
    spread : ndarray, shape (m,)
        Standard deviation of the rows of each cell.
    is_skewed : bool
        Whether intercepts are exponential instead of normal.
    has_outliers : bool
        Whether one unit in ten lies above the others, which do not differ, with the same variance:
        by 3.3 standard deviations.
    residual : ndarray, shape (m,), optional
        Residual of each cell's mean. Samples are these residuals, with one random sign per unit of
        the intercept (Cameron, Gelbach and Miller 2008, Review of Economics and Statistics 90,
        414-427); the intercept's share is that of the rows within cells.
    """

    n_obs: NDArray[np.float64]
    intercepts: tuple[RandomIntercept, ...]
    spread: NDArray[np.float64]
    is_skewed: bool = False
    has_outliers: bool = False
    residual: NDArray[np.float64] | None = None

    @property
    def error_share(self) -> float:
        """Share of the variance that rows of one unit do not share."""
        return 1 - sum(one.share for one in self.intercepts)

    @property
    def n_units(self) -> int:
        """Number of units of all intercepts."""
        return sum(one.n_units for one in self.intercepts)

    @cached_property
    def loading(self) -> csr_array:
        """The coefficient of each drawn number in the mean of each cell, shape (m, numbers).

        There is one number per unit of each intercept, then one per cell; for signs, one per unit.
        """
        if self.residual is not None:
            values, units = [self.residual], [self.intercepts[0].unit]
        else:
            error = np.sqrt(self.error_share / self.n_obs)
            values = [*(np.sqrt(one.share) for one in self.intercepts), error]
            values = [self.spread * value for value in values]
            units, first = [], 0
            for one in self.intercepts:
                units.append(first + one.unit)
                first += one.n_units
            units.append(first + np.arange(len(self.n_obs)))
        m, places = len(self.n_obs), np.stack(units, axis=1)
        by_cell = np.stack(values, axis=1).astype(np.float32)
        return csr_array(
            (by_cell.ravel(), places.ravel(), np.arange(m + 1) * len(units)),
            shape=(m, self.n_units + (0 if self.residual is not None else m)),
        )


@dataclass(frozen=True)
class VarianceShares:
    """Estimated shares of the variance within levels.

    Attributes
    ----------
    icc : float
        Of clusters as the only random effect; 0 if it cannot be estimated.
    cluster, cell : float
        Of clusters and of clusters × levels together.
    generation, generation_cell : float
        Of the coarser units, such as model generations, and of these × levels, taken as the
        clusters.
    std_dev : float or None
        Of the rows within levels; None if the share of clusters cannot be estimated.
    """

    icc: float
    cluster: float
    cell: float
    generation: float
    generation_cell: float
    std_dev: float | None


def variance_shares(
    n_obs: ArrayLike, mean: ArrayLike, sum_squares: float, generation: ArrayLike
) -> VarianceShares:
    """Estimate each unit's share of the variance by REML.

    Parameters
    ----------
    n_obs, mean : array_like, shape (c, k)
        Number of rows and their mean in each of c clusters and k levels; the mean of an empty
        cell is not read. Every level has a row.
    sum_squares : float
        Of the deviations of the rows from the mean of their cell.
    generation : array_like of int, shape (c,)
        The coarser unit of each cluster.
    """
    n, of_cell = np.asarray(n_obs, dtype=float), np.asarray(mean, dtype=float)
    one, both = fit_reml(n, of_cell, sum_squares), fit_crossed(n, of_cell, sum_squares)
    icc = min(one.icc, HIGHEST_ICC) if one else 0.0
    shares = _shares(one, both)
    coarser = np.unique(generation, return_inverse=True)[1]
    of_coarser = shares
    if one and len(np.unique(coarser)) < len(coarser):
        count, total = np.zeros((2, int(coarser.max()) + 1, n.shape[1]))
        np.add.at(count, coarser, n)
        np.add.at(total, coarser, np.where(n > 0, n * of_cell, 0.0))
        means = np.divide(total, count, out=np.zeros_like(total), where=count > 0)
        apart = np.where(n > 0, n * (of_cell - means[coarser]) ** 2, 0.0).sum()
        sums = count, means, sum_squares + float(apart)
        of_coarser = _shares(fit_reml(*sums), fit_crossed(*sums))
    return VarianceShares(icc, *shares, *of_coarser, one.std_dev if one else None)


def _shares(one: RemlFit | None, both: RemlFit | None) -> tuple[float, float]:
    """Return the shares of clusters and of clusters × levels, with their sum capped."""
    if both is None:
        return (min(one.icc, HIGHEST_ICC) if one else 0.0), 0.0
    together = max((both.icc + both.cell_share) / HIGHEST_ICC, 1.0)
    return both.icc / together, both.cell_share / together


def stated_nulls(
    n_obs: ArrayLike,
    cluster: NDArray[np.int64],
    level: NDArray[np.int64],
    generation: NDArray[np.int64],
    shares: VarianceShares,
    spread: NDArray[np.float64],
    residual: NDArray[np.float64],
) -> dict[str, NullModel]:
    """Return the null models that fit the scores, by name.

    Parameters
    ----------
    n_obs : array_like, shape (m,)
        Rows of each cell.
    cluster, level, generation : ndarray of int, shape (m,)
        Of each cell, the clusters and generations numbered from 0.
    shares : VarianceShares
        Negligible shares have no model of their own.
    spread : ndarray, shape (m,)
        Standard deviation of the rows of each cell's level.
    residual : ndarray, shape (m,)
        Residual of each cell's mean, in units of the spreads.
    """
    even = clustered_null(n_obs, cluster, shares.icc)
    uneven = clustered_null(n_obs, cluster, shares.icc, spread)
    nulls = {"intercept": even}
    if np.ptp(spread) > 0:
        nulls["unequal spreads"] = uneven
    nulls["skewed"] = NullModel(uneven.n_obs, uneven.intercepts, uneven.spread, True)
    is_coarser = len(np.unique(generation)) < len(np.unique(cluster))
    of_generation = shares.generation, shares.generation_cell
    for name, unit, (whole, part), is_told in (
        ("cluster by level", cluster, (shares.cluster, shares.cell), shares.cell > _NO_SHARE),
        ("generation", generation, of_generation, is_coarser and sum(of_generation) > _NO_SHARE),
    ):
        if is_told:
            both = np.stack([unit, level], axis=1)
            of_level = np.unique(both, axis=0, return_inverse=True)[1].reshape(-1)
            intercepts = RandomIntercept(whole, unit), RandomIntercept(part, of_level)
            nulls[name] = NullModel(uneven.n_obs, intercepts, uneven.spread)
    signed = RandomIntercept(shares.icc, generation)
    nulls["signs"] = NullModel(uneven.n_obs, (signed,), uneven.spread, residual=residual)
    return nulls


def clustered_null(
    n_obs: ArrayLike,
    clusters: NDArray[np.int64],
    icc: float,
    spread: ArrayLike = 1.0,
) -> NullModel:
    """Return the null model with a random intercept of the cluster."""
    n = np.asarray(n_obs, dtype=float)
    return NullModel(
        n,
        (RandomIntercept(icc, clusters),),
        np.broadcast_to(np.asarray(spread, dtype=float), n.shape),
    )


@dataclass(frozen=True)
class Noise:
    """Random numbers shared by all designs in a simulation of s samples, in two equal halves.

    Attributes
    ----------
    normal : ndarray, shape (rows, s)
        Standard normal; a null model uses one row per unit and cell.
    uniform, quantile : ndarray, shape (s,)
        Of the sum of squares within cells, and the normal quantile of each.
    seed : int
        Seed of all other draws.
    """

    normal: NDArray[np.floating]
    uniform: NDArray[np.float64]
    quantile: NDArray[np.float64]
    seed: int
    _known: dict[float, NDArray[np.float64]] = field(default_factory=dict)

    @cached_property
    def skewed(self) -> NDArray[np.floating]:
        """As many draws from an exponential distribution, of mean 0 and variance 1."""
        rows, n_samples = self.normal.shape
        return np.hstack(
            [
                rng.standard_exponential((rows, n_samples // 2), dtype=np.float32) - np.float32(1)
                for rng in _generators(self.seed, 2)
            ]
        )

    def for_null(self, null: NullModel) -> NDArray[np.floating]:
        """Return the numbers of a null model, one row per column of its loading."""
        normal = self.normal[: null.loading.shape[1]]
        if null.residual is not None:
            return np.sign(normal)
        of_units, of_cells = np.split(normal, [null.n_units])
        if null.is_skewed:
            of_units = self.skewed[: null.n_units]
        if null.has_outliers:
            is_outlier = of_units < special.ndtri(OUTLIERS)
            of_units = (is_outlier - OUTLIERS) / np.sqrt(OUTLIERS * (1 - OUTLIERS))
        return np.concatenate([of_units, of_cells], dtype=normal.dtype, casting="same_kind")

    def chi_squared(self, df: float, shift: int = 0) -> NDArray[np.float64]:
        """Return quantiles of chi-squared; for many df by Wilson and Hilferty's approximation.

        The shift makes the samples of each half practically independent of the others.
        """
        if not df > 0:
            return np.zeros_like(self.uniform)
        if df not in self._known:
            part = 2 / (9 * df)
            root = 1 - part + self.quantile * np.sqrt(part)
            drawn = df * root * root * root if df >= _MANY else special.chdtri(df, self.uniform)
            self._known[df] = drawn.reshape(2, -1)
        return np.roll(self._known[df], shift, axis=1).ravel()


def draw_noise(n_rows: int, n_simulations: int, seed: int) -> Noise:
    """Draw the noise of a simulation; the first rows do not depend on the number of rows.

    Parameters
    ----------
    n_rows, n_simulations, seed : int
        Simulations are in two halves, which are independent of each other.
    """
    half = n_simulations // 2
    # single precision suffices and takes half the time
    normal = [rng.standard_normal((n_rows, half), dtype=np.float32) for rng in _generators(seed, 0)]
    uniform = np.concatenate([rng.random(half) for rng in _generators(seed, 1)])
    return Noise(np.hstack(normal), uniform, special.ndtri(uniform), seed)


def _generators(seed: int, stream: int) -> list[np.random.Generator]:
    """Return the generators of both halves of one stream."""
    return [np.random.default_rng((seed, STREAMS * half + stream)) for half in (1, 0)]
