"""Eigenvalues of covariances: what is read off them, for one matrix or a stack of them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analysis_py.statistics.arrays import BoolArray, FloatArray, IntArray


@dataclass(frozen=True)
class Moments:
    """Counts, sums and sums of products of k benchmarks, by unit.

    Attributes
    ----------
    n : numpy.ndarray, shape (g,)
    sums : numpy.ndarray, shape (g, k)
        Of scores less their mean, which keeps digits.
    products : numpy.ndarray, shape (g, k, k)
    """

    n: FloatArray
    sums: FloatArray
    products: FloatArray

    @classmethod
    def of(cls, data: FloatArray, units: IntArray, n_units: int | None = None) -> Moments:
        """Sum up rows, shape (n, k), by their unit, numbered from 0."""
        g = int(units.max()) + 1 if n_units is None else n_units
        centred = data - data.mean(axis=0)
        k = data.shape[1]
        sums, products = np.zeros((g, k)), np.zeros((g, k, k))
        np.add.at(sums, units, centred)
        np.add.at(products, units, centred[:, :, None] * centred[:, None, :])
        return cls(np.bincount(units, minlength=g).astype(float), sums, products)

    def of_parts(self, weights: FloatArray, is_standardised: bool) -> FloatArray:
        """Return covariances or correlations of the units with weights, shape (s, g): (s, k, k).

        NaN where fewer than two rows are left, or a benchmark does not vary.
        """
        products = np.tensordot(weights, self.products, 1)
        return _matrix(weights @ self.n, weights @ self.sums, products, is_standardised)

    def without(self, weights: FloatArray, is_standardised: bool) -> FloatArray:
        """Return the same without each unit once, shape (s, g, k, k)."""
        products = np.tensordot(weights, self.products, 1)[:, None] - self.products
        sums = (weights @ self.sums)[:, None] - self.sums
        return _matrix((weights @ self.n)[:, None] - self.n, sums, products, is_standardised)

    def matrices(self, is_standardised: bool) -> tuple[FloatArray, FloatArray]:
        """Return the matrix of all units, (k, k), and that without each, (g, k, k)."""
        every = np.ones((1, len(self.n)))
        whole, without = (of(every, is_standardised)[0] for of in (self.of_parts, self.without))
        return whole, without


def _matrix(
    n: FloatArray, sums: FloatArray, products: FloatArray, is_standardised: bool
) -> FloatArray:
    with np.errstate(divide="ignore", invalid="ignore"):
        matrix = products - sums[..., :, None] * (sums / n[..., None])[..., None, :]
        matrix /= (n - 1)[..., None, None]
        deviation = np.sqrt(np.einsum("...ii->...i", matrix))
        is_known = (n > 2) & np.all(deviation > 1e-5, axis=-1)
        if is_standardised:
            matrix /= deviation[..., :, None] * deviation[..., None, :]
    matrix[~is_known] = np.nan
    return np.asarray(matrix, dtype=float)


def eigen(matrix: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return eigenvalues, from the largest on, and eigenvectors as columns; NaN where not known."""
    is_known = np.asarray(np.isfinite(matrix).all(axis=(-2, -1)))
    safe = np.where(is_known[..., None, None], matrix, np.eye(matrix.shape[-1]))
    values, vectors = np.linalg.eigh(safe)
    return (
        np.where(is_known[..., None], values[..., ::-1], np.nan),
        np.where(is_known[..., None, None], vectors[..., ::-1], np.nan),
    )


def shares(values: FloatArray, n_first: int) -> FloatArray:
    """Return the share of the variance that the first components explain, by eigenvalues."""
    return np.asarray(values[..., :n_first].sum(axis=-1) / values.sum(axis=-1), dtype=float)


def participation(values: FloatArray) -> FloatArray:
    r"""Return :math:`(\sum\lambda)^2/\sum\lambda^2`: equal components that would spread as much."""
    return np.asarray(values.sum(axis=-1) ** 2 / (values**2).sum(axis=-1), dtype=float)


def factor_share(matrix: FloatArray, tolerance: float = 1e-8, most: int = 2000) -> FloatArray:
    """Return the share of the variance of one common factor, by iterated principal axes.

    Parameters
    ----------
    matrix : numpy.ndarray, shape (..., k, k)
        Correlations.
    tolerance : float
        Change of the sum of communalities at which it ends.
    most : int
        Iterations.

    Notes
    -----
    From squared multiple correlations on (Harman 1976, Modern Factor Analysis, chapter 8), as
    ``psych::fa(fm = "pa")``. Where a communality passes 1 it is held there. Where Newton's method
    from the first component on finds where the iterations end, they are spared.
    """
    k = matrix.shape[-1]
    stack = matrix.reshape(-1, k, k)
    is_known = np.asarray(np.isfinite(stack).all(axis=(-2, -1)))
    safe = np.where(is_known[:, None, None], stack, 0.5 + 0.5 * np.eye(k))
    common, is_found = _by_newton(safe)
    going, diagonal = np.flatnonzero(~is_found), np.arange(k)
    inverse = np.linalg.inv(safe[going] + 1e-10 * np.eye(k))
    common[going] = 1 - 1 / np.einsum("sii->si", inverse)
    total = common.sum(axis=-1)
    for _ in range(most):
        if not len(going):
            break
        reduced = safe[going]
        reduced[:, diagonal, diagonal] = common[going]
        values, vectors = np.linalg.eigh(reduced)
        common[going] = np.minimum(vectors[:, :, -1] ** 2 * np.maximum(values[:, -1:], 0), 1.0)
        before, total[going] = total[going], common[going].sum(axis=-1)
        going = going[np.abs(total[going] - before) >= tolerance]
    return np.where(is_known, total / k, np.nan).reshape(matrix.shape[:-2])


def _by_newton(stack: FloatArray, most: int = 12) -> tuple[FloatArray, BoolArray]:
    r"""Return communalities, shape (s, k), at which principal axes stay, and where they are found.

    Loadings l with :math:`(R_0 + \mathrm{diag}(\min(l^2, 1)))\,l = (l^\top l)\,l`, R with a
    diagonal of zero.
    """
    k = stack.shape[-1]
    values, vectors = np.linalg.eigh(stack)
    first, diagonal = vectors[:, :, -1], np.arange(k)
    loadings = first * np.sqrt(values[:, -1:])
    for _ in range(most):
        square = loadings**2
        total = square.sum(axis=-1)[:, None]
        system = stack.copy()
        system[:, diagonal, diagonal] = np.minimum(square, 1.0)
        left = np.einsum("sij,sj->si", system, loadings) - total * loadings
        system -= 2 * loadings[:, :, None] * loadings[:, None, :]
        system[:, diagonal, diagonal] += 2 * square * (square < 1) - total + 1e-13
        step = np.linalg.solve(system, left[:, :, None])[:, :, 0]
        loadings = loadings - step
        if np.abs(step).max() < 1e-10:
            break
    along = np.abs((loadings * first).sum(axis=-1)) / np.sqrt((loadings**2).sum(axis=-1))
    is_found = (np.abs(step).max(axis=-1) < 1e-10) & (along > 0.9)
    return np.minimum(loadings**2, 1.0), np.asarray(is_found)


def random_eigenvalues(
    n: int, k: int, n_draws: int, level: float, rng: np.random.Generator
) -> FloatArray:
    """Return what a share of random eigenvalues does not exceed: the limits of parallel analysis.

    Parameters
    ----------
    n, k : int
        Rows and columns of independent normal numbers.
    n_draws : int
    level : float
        Of the quantile (Glorfeld 1995, Educational and Psychological Measurement 55, 377-393).
    rng : numpy.random.Generator

    Returns
    -------
    numpy.ndarray, shape (k,)
        Of the eigenvalues of their correlations, from the largest on.

    Notes
    -----
    Horn (1965, Psychometrika 30, 179-185). The products of normal numbers are drawn by their
    Cholesky factor (Bartlett 1933), so that a thousand rows cost as little as ten.
    """
    factor = np.tril(rng.standard_normal((n_draws, k, k)), -1)
    squared = rng.chisquare(n - 1 - np.arange(k), size=(n_draws, k))
    factor[:, np.arange(k), np.arange(k)] = np.sqrt(squared)
    products = factor @ factor.transpose(0, 2, 1)
    scale = np.sqrt(np.einsum("sii->si", products))
    values = eigen(products / (scale[:, :, None] * scale[:, None, :]))[0]
    return np.asarray(np.quantile(values, level, axis=0), dtype=float)


def n_above(values: FloatArray, limits: FloatArray, in_a_row: bool = True) -> FloatArray:
    """Return how many eigenvalues exceed their limits, from the first on as long as all do."""
    is_above = values > limits
    if in_a_row:
        is_above = np.logical_and.accumulate(is_above, axis=-1)
    return np.where(np.isfinite(values).all(axis=-1), is_above.sum(axis=-1), np.nan)


def unit_means(data: FloatArray, units: IntArray) -> FloatArray:
    """Return the mean of each unit, shape (g, k)."""
    sums = np.zeros((int(units.max()) + 1, data.shape[1]))
    np.add.at(sums, units, data)
    return np.asarray(sums / np.bincount(units)[:, None], dtype=float)


def oriented(vectors: FloatArray, like: FloatArray | None = None) -> FloatArray:
    """Return eigenvectors turned so that loadings have a positive sum, or go along with others.

    A sign has no meaning.
    """
    along = vectors.sum(axis=-2) if like is None else (vectors * like).sum(axis=-2)
    return np.asarray(vectors * np.where(along < 0, -1.0, 1.0)[..., None, :], dtype=float)


def first_vectors(matrix: FloatArray, n_steps: int = 6) -> FloatArray:
    """Return first eigenvectors of a stack, shape (s, k), of some sign.

    By iteration where so many steps reach them, else by decomposition.
    """
    found = np.ones(matrix.shape[:-1])
    for _ in range(n_steps):
        before, found = found, np.einsum("sij,sj->si", matrix, found)
    before, found = (v / np.sqrt(np.einsum("si,si->s", v, v))[:, None] for v in (before, found))
    far = ~(np.einsum("si,si->s", before, found) > 1 - 1e-8)
    found[far] = eigen(matrix[far])[1][..., 0]
    return found


def congruence_of_halves(
    moments: Moments,
    times: IntArray,
    is_standardised: bool,
    n_draws: int,
    rng: np.random.Generator,
) -> FloatArray:
    """Return Tucker's congruence of the first loadings of random halves of samples of units.

    Parameters
    ----------
    moments : Moments
    times : numpy.ndarray of int, shape (s, g)
        How often each sample has each unit: g in all.
    is_standardised : bool
    n_draws : int
        Halves of each sample.
    rng : numpy.random.Generator

    Returns
    -------
    numpy.ndarray, shape (s, n_draws)
        NaN where a half says nothing.
    """
    n_samples, g = times.shape
    drawn = np.repeat(np.tile(np.arange(g), n_samples), times.ravel()).reshape(n_samples, 1, g)
    drawn = rng.permuted(np.repeat(drawn, n_draws, 1), axis=2)[:, :, : g // 2]
    place = np.arange(n_samples * n_draws)[:, None] * g
    half = np.bincount((place + drawn.reshape(-1, g // 2)).ravel(), minlength=len(place) * g)
    half = half.reshape(-1, g)
    parts = half, np.repeat(times, n_draws, 0) - half
    first, second = (
        first_vectors(moments.of_parts(part.astype(float), is_standardised)) for part in parts
    )
    return np.abs((first * second).sum(axis=1)).reshape(n_samples, n_draws)


def rotation(
    data: FloatArray,
    is_late: BoolArray,
    is_standardised: bool,
    n_draws: int,
    rng: np.random.Generator,
) -> tuple[float, float]:
    """Return the angle between the first components of two parts, in degrees, and its p-value.

    The p-value is the share of random orders of the rows, with parts as large, in which the angle
    is as wide; rows of one unit may make it too small.
    """
    moments = Moments.of(data, np.arange(len(data), dtype=np.int64))
    orders = [is_late, *(rng.permutation(is_late) for _ in range(n_draws))]
    weights = np.asarray(orders, dtype=float)
    first, second = (
        eigen(moments.of_parts(part, is_standardised))[1][..., 0] for part in (1 - weights, weights)
    )
    cosine = np.clip(np.abs((first * second).sum(axis=1)), 0, 1)
    angles = np.degrees(np.arccos(cosine))
    if not np.isfinite(angles[0]):
        return np.nan, np.nan
    others = angles[1:][np.isfinite(angles[1:])]
    return float(angles[0]), float((1 + (others >= angles[0] - 1e-9).sum()) / (1 + len(others)))
