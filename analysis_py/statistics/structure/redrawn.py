"""Rates of error of intervals of components, in samples of units drawn from those at hand."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from scipy import special

from analysis_py.statistics.arrays import FloatArray
from analysis_py.statistics.numerics.jackknife import FEWEST_CLUSTERS
from analysis_py.statistics.structure.dimensions import Moments

#: Samples of the units, and in how many parts they are gone through.
N_REDRAWS, N_BLOCKS = 399, 7
#: Units that are left out one by one; of the others only what they move together is kept.
N_EXACT = 12


def redrawn_rates(
    figures: Callable[[FloatArray], FloatArray],
    sides: Sequence[Moments],
    is_standardised: bool,
    is_range: Sequence[bool],
    level: float,
    rng: np.random.Generator | None,
) -> FloatArray:
    """Return how often jackknifed intervals, or ranges, miss the truth in samples of the units.

    As :func:`~analysis_py.statistics.numerics.jackknife.miss_rates`, for figures of covariances.

    Parameters
    ----------
    figures : callable
        Of matrices, shape (s, c, sides, k, k), on the scale of their interval, shape (s, c, m); of
        each sample the first has all units.
    sides : sequence of Moments
        Of the same g units.
    is_standardised : bool
    is_range : sequence of bool, length m
        Whether a figure has a range for an interval.
    level : float
    rng : numpy.random.Generator or None
        None for no samples.

    Returns
    -------
    numpy.ndarray, shape (m,)
        NaN without samples, and with too few units.
    """
    g = len(sides[0].n)
    if rng is None or g < FEWEST_CLUSTERS:
        return np.full(len(is_range), np.nan)
    truth = figures(without_units(sides, np.ones((1, g)), is_standardised)[0])[0, 0]
    limit = float(special.stdtrit(g - 1, (1 + level) / 2)) * np.sqrt((g - 1) / g)
    times = rng.multinomial(g, np.full(g, 1 / g), size=N_REDRAWS).astype(float)
    missed, known = np.zeros(len(truth)), np.zeros(len(truth))
    for part in np.array_split(times, N_BLOCKS):
        stack, weights = without_units(sides, part, is_standardised)
        values = figures(stack)
        least, most = values.min(axis=1), values.max(axis=1)
        with np.errstate(invalid="ignore"):
            moved = (values[:, 1:] - values[:, :1]) ** 2
        half = limit * np.sqrt(np.einsum("sc,scm->sm", weights, moved))
        low = np.where(is_range, least, values[:, 0] - half)
        high = np.where(is_range, most, values[:, 0] + half)
        is_known = np.isfinite(low) & np.isfinite(high)
        known += is_known.sum(axis=0)
        missed += (is_known & ((truth < low - 1e-9) | (truth > high + 1e-9))).sum(axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(missed / known, dtype=float)


def without_units(
    sides: Sequence[Moments], times: FloatArray, is_standardised: bool, n_exact: int = N_EXACT
) -> tuple[FloatArray, FloatArray]:
    """Return matrices of samples of units, and of each without so many of its units.

    Parameters
    ----------
    sides : sequence of Moments
        Of the same g units.
    times : numpy.ndarray, shape (s, g)
        How often each sample has each unit.
    is_standardised : bool
    n_exact : int
        Units that are left out one by one, those that move the matrices most. What the others move
        is small, and its sum of squares and products is that of as many steps as a matrix has
        elements, which stand for them.

    Returns
    -------
    stack : numpy.ndarray, shape (s, 1 + c, sides, k, k)
        That of the sample first.
    weights : numpy.ndarray, shape (s, c)
        Of the squares of what a figure moves, for the variance of a jackknife but (g - 1) / g.
    """
    g, k = len(sides[0].n), sides[0].sums.shape[1]
    upper = np.triu_indices(k)
    whole = np.stack([side.of_parts(times, is_standardised) for side in sides], 1)[:, None]
    left = np.stack([side.without(times, is_standardised) for side in sides], 2)
    moves = np.where(times[:, :, None, None, None] > 0, left - whole, 0.0)
    n_steps = len(sides) * len(upper[0])
    if g <= n_exact + n_steps:
        return np.concatenate([whole, whole + moves], 1), times
    order = np.argsort(-times * np.nansum(moves**2, axis=(2, 3, 4)), axis=1)
    first, others = order[:, :n_exact], order[:, n_exact:]
    large = np.take_along_axis(moves, first[:, :, None, None, None], 1)
    small = np.take_along_axis(moves, others[:, :, None, None, None], 1)[..., *upper]
    times_of = np.take_along_axis(times, others, 1)
    small = (small * np.sqrt(times_of)[:, :, None, None]).reshape(len(times), -1, n_steps)
    products = small.transpose(0, 2, 1) @ small
    is_known = np.isfinite(products).all(axis=(1, 2))
    products[~is_known] = np.eye(n_steps)
    values, vectors = np.linalg.eigh(products)
    # each as large as the move of one unit
    shrunk = n_steps / times_of.sum(axis=1)
    lengths = np.sqrt(np.maximum(values, 0) * shrunk[:, None])
    steps = np.zeros((len(times), n_steps, len(sides), k, k))
    found = (vectors * lengths[:, None]).transpose(0, 2, 1)
    steps[..., *upper] = found.reshape(len(times), n_steps, len(sides), -1)
    steps[..., upper[1], upper[0]] = steps[..., *upper]
    steps[~is_known] = np.nan
    weights = np.repeat(1 / shrunk[:, None], n_steps, 1)
    return (
        np.concatenate([whole, whole + large, whole + steps], 1),
        np.concatenate([np.take_along_axis(times, first, 1), weights], 1),
    )
