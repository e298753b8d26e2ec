"""Jackknife of figures of components, and the miss rates of their intervals."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from analysis_py.statistics.arrays import FloatArray
from analysis_py.statistics.numerics.jackknife import jackknife_range, miss_rates, t_interval
from analysis_py.statistics.structure import dimensions as dim
from analysis_py.statistics.structure import one_factor

#: Number of bootstrap samples of the units.
N_REDRAWS = 399
#: Number of most influential units of a sample, without which its matrix is decomposed exactly.
N_EXACT = 8


@dataclass(frozen=True)
class Reading:
    """Eigenvalues of a matrix and, where asked, first loadings and one factor.

    Attributes
    ----------
    like : numpy.ndarray, shape (k, c), optional
        Reference vectors for the signs of the first components.
    has_factor : bool
        Whether to include the share of one common factor, of correlations.
    """

    like: FloatArray | None = None
    has_factor: bool = False

    def read(self, matrix: FloatArray) -> FloatArray:
        """Read matrices, shape (..., k, k): k values, c vectors, the share; shape (..., f)."""
        if self.like is None and not self.has_factor:
            return dim.eigenvalues(matrix)
        values, vectors = dim.eigen(matrix)
        columns = [values]
        if self.like is not None:
            columns.append(self._turned(vectors).swapaxes(-1, -2).reshape(*values.shape[:-1], -1))
        if self.has_factor:
            first = vectors[..., 0] * np.sqrt(values[..., :1])
            columns.append(one_factor.factor_share(matrix, first)[..., None])
        return np.concatenate(columns, axis=-1)

    def slopes(self, matrix: FloatArray) -> FloatArray:
        r"""Return derivatives of the reading of matrices, shape (s, f, k (k + 1) / 2).

        :math:`d\lambda_j = v_j^\top dM\,v_j` and :math:`dv_j = \sum_{i\ne j} v_i\,v_i^\top dM\,v_j
        / (\lambda_j - \lambda_i)` (Magnus 1985, Econometric Theory 1, 179-191).
        """
        values, vectors = dim.eigen(matrix)
        # axes: (sample, vector, variable)
        rows = vectors.swapaxes(1, 2)
        of_values = _of_pairs(rows, rows)
        slopes = [of_values]
        if self.like is not None:
            turned = self._turned(vectors).swapaxes(1, 2)
            gap = values[:, : turned.shape[1], None] - values[:, None, :]
            with np.errstate(divide="ignore"):
                inverse = np.where(gap == 0, 0.0, 1 / gap)
            # axes: (sample, vector that turns, variable, variable)
            resolvent = (vectors[:, None] * inverse[:, :, None]) @ rows[:, None]
            of_vectors = _of_pairs(resolvent, turned[:, :, None])
            slopes.append(of_vectors.reshape(len(values), -1, of_values.shape[-1]))
        if self.has_factor:
            first = vectors[..., 0] * np.sqrt(values[..., :1])
            slopes.append(_of_pairs(*one_factor.factor_slopes(matrix, first))[:, None])
        return np.concatenate(slopes, axis=1)

    def _turned(self, vectors: FloatArray) -> FloatArray:
        assert self.like is not None
        return dim.orient(vectors[..., : self.like.shape[1]], self.like)


def _of_pairs(x: FloatArray, y: FloatArray) -> FloatArray:
    """Return the derivatives of x'My by the elements of M, once per pair."""
    one, other = np.triu_indices(x.shape[-1])
    both = x[..., one] * y[..., other] + x[..., other] * y[..., one]
    return np.asarray(np.where(one == other, both / 2, both), dtype=float)


def without_units(
    moments: dim.Moments,
    times: FloatArray,
    is_standardised: bool,
    reading: Reading,
    n_exact: int = N_EXACT,
) -> FloatArray:
    """Read the matrices of samples of units, and of each sample without each unit once.

    Returns an array with the axes (sample, 1 + unit, value), of which the first is the whole
    sample. Up to `n_exact` units are left out exactly; of more, those whose loss changes the matrix
    most, and the others to the first order.
    """
    # elements of matrices: (pair of variables, sample, 1 or unit)
    totals = moments.sums @ times.T
    whole = moments.elements(totals, is_standardised)[:, :, None]
    left = moments.elements(totals[:, :, None] - moments.sums[:, None], is_standardised)
    moves = np.where(times > 0, left - whole, 0.0)
    if times.shape[1] <= n_exact:
        return _read_elements(moments, reading, np.concatenate([whole, whole + moves], 2))
    change = times * (moves**2).sum(axis=0)
    largest = np.argpartition(-change, n_exact, axis=1)[:, :n_exact]
    exactly_left = whole + np.take_along_axis(moves, largest[None], 2)
    exact = _read_elements(moments, reading, np.concatenate([whole, exactly_left], 2))
    slopes = reading.slopes(moments.matrices(whole).transpose(2, 3, 0, 1)[:, 0])
    read = _move_to_first_order(slopes, moves)
    read += exact[:, :1]
    np.put_along_axis(read, 1 + largest[..., None], exact[:, 1:], 1)
    return read


def _read_elements(moments: dim.Moments, reading: Reading, elements: FloatArray) -> FloatArray:
    """Read elements (pair, sample, unit) of matrices as values (sample, unit, value)."""
    return reading.read(moments.matrices(elements).transpose(2, 3, 0, 1))


def _move_to_first_order(slopes: FloatArray, moves: FloatArray) -> FloatArray:
    """Return moves of values (sample, 1 + unit, value), the first 0, from those of elements."""
    n_samples, n_values, _ = slopes.shape
    # values lie beside each other in memory, as the product writes them
    moved = np.empty((n_samples, n_values, 1 + moves.shape[2])).swapaxes(1, 2)
    moved[:, 0] = 0.0
    np.matmul(slopes, moves.swapaxes(0, 1), out=moved[:, 1:].swapaxes(1, 2))
    return moved


def jackknife_figures(
    figures: Callable[[list[FloatArray]], Sequence[FloatArray]],
    sides: Sequence[dim.Moments],
    is_standardised: bool,
    reading: Reading,
    is_range: Sequence[bool],
    level: float,
    rng: np.random.Generator | None,
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return figures of units, their values without each unit, and miss rates of their intervals.

    Parameters
    ----------
    figures : callable
        Of what is read of each side, shape (s, c, f), on the scale of their interval: m of shape
        (s, c).
    sides : sequence of Moments
        Of the same g units.
    is_standardised : bool
    reading : Reading
    is_range : sequence of bool, length m
        Whether a figure has a range for an interval.
    level : float
    rng : numpy.random.Generator or None
        Of samples of the units, as of
        :func:`~analysis_py.statistics.numerics.jackknife.miss_rates`; None for none.

    Returns
    -------
    estimate : numpy.ndarray, shape (m,)
    without : numpy.ndarray, shape (g, m)
    rates : numpy.ndarray, shape (m,)
        NaN without samples, and with too few units.
    """
    g = sides[0].sums.shape[1]

    def read_samples(times: FloatArray, n_exact: int = N_EXACT) -> tuple[FloatArray, FloatArray]:
        read = [without_units(side, times, is_standardised, reading, n_exact) for side in sides]
        read_figures = np.stack(figures(read), 1).swapaxes(1, 2)
        return read_figures[:, 0], read_figures[:, 1:]

    def ends(values: FloatArray, left: FloatArray, *more: Any) -> tuple[FloatArray, FloatArray]:
        low, high = t_interval(values, left, *more)
        counts = np.flatnonzero(is_range)
        if len(counts):
            of_counts = jackknife_range(values[:, counts], left[..., counts], *more)
            low[:, counts], high[:, counts] = of_counts
        return low, high

    estimate, without = read_samples(np.ones((1, g)), g)
    rates = np.full(estimate.shape[1], np.nan)
    if rng is not None:
        rates = miss_rates(read_samples, g, level, rng, ends, N_REDRAWS)
    return estimate[0], without[0], rates
