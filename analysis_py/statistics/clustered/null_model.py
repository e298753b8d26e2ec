"""Scores of a design in which nothing differs: what type I error rates are simulated from.

A null model names the variance components. An error of each row is always there; beside it stand
random intercepts, each with its share of the variance and the unit that it belongs to. Only means
of cells and sums of squares within them are drawn, so a sample costs as many numbers as there are
units and cells.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

#: Streams of random numbers of one simulation.
STREAMS = 3
#: Degrees of freedom from which on chi-squared is approximated.
_MANY = 30


@dataclass(frozen=True)
class RandomIntercept:
    """A variance component: its share of the variance, and the unit of each cell, shape (m,).

    Units are numbered from 0 to ``n_units`` − 1: base families, developers, or the levels within
    them.
    """

    share: float
    unit: NDArray[np.int64]
    n_units: int


@dataclass(frozen=True)
class NullModel:
    """A normal mixed model of scores without an effect.

    Attributes
    ----------
    n_obs : ndarray, shape (m,)
        Rows of each cell, or the precision of its mean.
    intercepts : tuple of RandomIntercept
        What their shares leave of 1 is the share of the errors of rows.
    spread : ndarray, shape (m,)
        Standard deviation of the rows of each cell.
    """

    n_obs: NDArray[np.float64]
    intercepts: tuple[RandomIntercept, ...]
    spread: NDArray[np.float64]

    @property
    def error_share(self) -> float:
        """Share of the variance that rows of one unit do not have in common."""
        return 1 - sum(one.share for one in self.intercepts)


def clustered_null(
    n_obs: ArrayLike,
    clusters: NDArray[np.int64],
    icc: float,
    spread: ArrayLike = 1.0,
) -> NullModel:
    """Return the null model with one random intercept, that of the cluster.

    Parameters
    ----------
    n_obs : array_like, shape (m,)
    clusters : ndarray of int, shape (m,)
        Cluster of each cell, numbered from 0.
    icc : float
        Share of the variance between clusters.
    spread : array_like, shape (m,), optional
        Standard deviation of the rows of each cell.
    """
    n = np.asarray(n_obs, dtype=float)
    intercept = RandomIntercept(icc, clusters, int(clusters.max()) + 1)
    return NullModel(n, (intercept,), np.broadcast_to(np.asarray(spread, dtype=float), n.shape))


@dataclass(frozen=True)
class Noise:
    """Random numbers common to all designs in a simulation of s samples.

    Attributes
    ----------
    normal : ndarray, shape (rows, s)
        Standard normal; a null model takes as many rows as it has units and cells.
    uniform, quantile : ndarray, shape (s,)
        Of the sum of squares within cells, and the normal quantile of each.
    """

    normal: NDArray[np.floating]
    uniform: NDArray[np.float64]
    quantile: NDArray[np.float64]
    _known: dict[float, NDArray[np.float64]] = field(default_factory=dict)

    def chi_squared(self, df: float) -> NDArray[np.float64]:
        """Return quantiles of chi-squared; of many df those of Wilson and Hilferty."""
        if not df > 0:
            return np.zeros_like(self.uniform)
        if df >= _MANY:
            part = 2 / (9 * df)
            return np.asarray(df * (1 - part + self.quantile * np.sqrt(part)) ** 3, dtype=float)
        if df not in self._known:
            self._known[df] = np.asarray(special.chdtri(df, self.uniform), dtype=float)
        return self._known[df]


def draw_noise(n_rows: int, n_simulations: int, seed: int, part: int = 0) -> Noise:
    """Draw the noise of a simulation; more rows leave the first as they are.

    Parameters
    ----------
    n_rows, n_simulations, seed : int
    part : int
        Parts of one seed are independent of each other.
    """
    normal, uniform = (np.random.default_rng([seed, STREAMS * part + i]) for i in range(2))
    shares = uniform.random(n_simulations)
    return Noise(
        # half as many random bits are plenty, and take half as long
        normal=normal.standard_normal((n_rows, n_simulations), dtype=np.float32),
        uniform=shares,
        quantile=special.ndtri(shares),
    )


def simulate_null(null: NullModel, normal: NDArray[np.floating]) -> NDArray[np.float64]:
    """Return simulated means of the cells, shape (m, s).

    Parameters
    ----------
    null : NullModel
    normal : ndarray, shape (rows, s)
        Standard normal: a row per unit of each intercept, then one per cell, or more.
    """
    first = sum(one.n_units for one in null.intercepts)
    error = null.spread * np.sqrt(null.error_share / null.n_obs)
    mean = normal[first : first + len(null.n_obs)] * error[:, None]
    first = 0
    for one in null.intercepts:
        effect = np.take(normal[first : first + one.n_units], one.unit, axis=0)
        mean += effect * (null.spread * np.sqrt(one.share))[:, None]
        first += one.n_units
    return np.asarray(mean, dtype=float)
