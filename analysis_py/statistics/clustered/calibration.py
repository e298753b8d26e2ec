"""Calibration of tests under the worst of several nulls, with their error rates."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

from analysis_py.statistics.clustered.null_model import (
    HIGHEST_ICC,
    Noise,
    NullModel,
    VarianceShares,
    variance_shares,
)
from analysis_py.statistics.clustered.regression import ClusteredRegression

#: Samples of a null: estimates of q contrasts and their variances, shape (q, s).
Sampled: TypeAlias = tuple[NDArray[np.floating], NDArray[np.floating]]
#: A squared t within this factor of its limit equals it: few clusters give few values of t.
_TIED = np.float32(1 + 1e-5)


def rounded_icc(icc: float, step: float = 0.1, highest: float = HIGHEST_ICC) -> float:
    """Return the rounded share between clusters that is simulated."""
    return min(round(icc / step) * step, highest)


def residual_parts(
    regression: ClusteredRegression,
    mean: NDArray[np.float64],
    level_squares: ArrayLike,
    level: NDArray[np.int64],
    generation: NDArray[np.int64],
) -> tuple[VarianceShares, NDArray[np.float64], NDArray[np.float64]]:
    """Return the parts of a regression's residuals that ``stated_nulls`` takes.

    They are the shares of the variance by REML on the residuals of the rows, summed by cluster and
    level; the standard deviation of each cell's level; and the residual of each cell's mean.

    Parameters
    ----------
    regression : ClusteredRegression
    mean : ndarray, shape (m,)
        Mean of the response of each cell.
    level_squares : array_like, shape (k,)
        Of the deviations of the rows from the mean of their cell, by level.
    level, generation : ndarray of int, shape (m,)
        Of each cell, numbered from 0; clusters have one generation.
    """
    of_cell, rows = (regression.clusters, level), regression.root_n**2
    residual = regression.fit(mean[:, None]).residual[:, 0]
    n, total = np.zeros((2, regression.n_clusters, int(level.max()) + 1))
    np.add.at(n, of_cell, rows)
    np.add.at(total, of_cell, regression.root_n * residual)
    of_group = np.divide(total, n, out=np.zeros_like(total), where=n > 0)
    squares = np.asarray(level_squares) + np.bincount(level, residual**2)
    within = float(squares.sum() - (total * of_group).sum())
    of_cluster = np.zeros(regression.n_clusters, dtype=np.int64)
    of_cluster[regression.clusters] = generation
    variance = squares / np.bincount(level, rows)
    # a level without any spread gets a little, so that it can be drawn
    spread = np.sqrt(np.maximum(variance, 1e-4 * variance.max()))[level]
    shares = variance_shares(n, of_group, within, of_cluster)
    return shares, spread, residual / regression.root_n


@dataclass(frozen=True)
class Calibration:
    """The critical value of t at which a test keeps its level under every null.

    Attributes
    ----------
    critical_t : ndarray, shape (q,)
        The 95 % quantile of t under the worst null, at least the normal quantile; NaN for a
        contrast without a test.
    type1_error, type1_error_calibrated : ndarray, shape (q,)
        The largest rejection rate over the nulls of Student's test with the given degrees of
        freedom, and that of the test with the critical value of other samples.
    null, null_calibrated : list of str or None, length q
        The nulls with these rates.
    power : ndarray, shape (q,)
        The smallest share of samples with an effect in which the calibrated test rejects.
    n_simulations : int
        Samples of each null.
    """

    critical_t: NDArray[np.float64]
    type1_error: NDArray[np.float64]
    type1_error_calibrated: NDArray[np.float64]
    null: list[str | None]
    null_calibrated: list[str | None]
    power: NDArray[np.float64]
    n_simulations: int


def calibrate(
    samples: Mapping[str, Sampled],
    significance_level: float,
    df: ArrayLike = np.nan,
    effect: float = 0.0,
) -> Calibration:
    """Draw the null distribution of each contrast in two halves, and test each by the other.

    A parametric bootstrap of the t (Halekoh and Højsgaard 2014, Journal of Statistical Software
    59 (9)), which the CR2 standard error makes nearly independent of the estimated shares and
    spreads. The largest quantile and the largest rate over the nulls count. Each half is tested by
    the critical value of the other.

    Parameters
    ----------
    samples : mapping of str to Sampled
        The contrasts in samples of each null, in two halves that are independent of each other.
    significance_level : float
        Of each test.
    df : array_like, shape (q,), optional
        Degrees of freedom of the uncalibrated Student's test.
    effect : float
        Effect whose power is simulated, in units of the samples.
    """
    pairs = list(samples.values())
    squared = [np.divide(e**2, v, out=np.full_like(e, np.nan), where=v > 0) for e, v in pairs]
    n_samples = pairs[0][0].shape[1]
    half = n_samples // 2
    halves = slice(None, half), slice(half, None)
    critical, *of_half = (
        _largest_quantile([each[:, part] for each in squared], significance_level)
        for part in (slice(None), *halves)
    )
    given = np.broadcast_to(np.asarray(df, dtype=float), critical.shape)
    plain = np.full(critical.shape, np.nan)
    has_df = given > 0
    plain[has_df] = special.stdtrit(given[has_df], 1 - significance_level / 2)

    def rates(limits: Sequence[NDArray[np.float64]], shift: float = 0.0) -> NDArray[np.float64]:
        of_halves = [
            [rejecting(one, limit, part, shift) for one in pairs]
            for part, limit in zip(halves, limits, strict=True)
        ]
        is_known = np.isfinite(limits[0]) & np.isfinite(critical)
        return np.where(is_known, np.mean(of_halves, axis=0), np.nan)

    as_it_is, calibrated = rates([plain, plain]), rates(of_half[::-1])
    return Calibration(
        critical_t=critical,
        type1_error=as_it_is.max(axis=0),
        type1_error_calibrated=calibrated.max(axis=0),
        null=_worst(list(samples), as_it_is),
        null_calibrated=_worst(list(samples), calibrated),
        power=rates([critical, critical], effect).min(axis=0),
        n_simulations=n_samples,
    )


def rejecting(
    of: Sampled, limit: NDArray[np.float64], part: slice = slice(None), shift: float = 0.0
) -> NDArray[np.float64]:
    """Return the share of a part of the samples whose shifted t exceeds a limit, shape (q,)."""
    estimate, variance = (each[:, part] for each in of)
    squared = _TIED * limit[:, None].astype(estimate.dtype) ** 2
    shifted = estimate + estimate.dtype.type(shift)
    return np.asarray(((shifted**2 > squared * variance) & (variance > 0)).mean(axis=1))


def _worst(names: list[str], rates: NDArray[np.float64]) -> list[str | None]:
    """Return the null with the largest rate of each contrast, None without a rate."""
    at = np.where(np.isnan(rates), -1.0, rates).argmax(axis=0)
    is_known = np.isfinite(rates).all(axis=0)
    return [names[i] if known else None for i, known in zip(at, np.asarray(is_known), strict=True)]


def sample_regression(regression: ClusteredRegression) -> Callable[[NullModel, Noise], Sampled]:
    """Return a function that gives a regression's contrasts on samples of a null, by CR2."""

    def sample(null: NullModel, noise: Noise) -> Sampled:
        estimate, variance = regression.sample(null.loading, noise.for_null(null))
        variance[~regression.is_estimable] = np.nan
        return estimate, variance

    return sample


def _largest_quantile(
    nulls: Sequence[NDArray[np.floating]], significance_level: float
) -> NDArray[np.float64]:
    """Return the largest quantile of t over the nulls, at least the normal one, shape (q,)."""
    n_samples = nulls[0].shape[1]
    rank = min(int(np.ceil((1 - significance_level) * (n_samples + 1))) - 1, n_samples - 1)
    largest = np.max([np.partition(squared, rank, axis=1)[:, rank] for squared in nulls], axis=0)
    least = special.ndtri(1 - significance_level / 2)
    return np.maximum(np.sqrt(largest.astype(float)), least)
