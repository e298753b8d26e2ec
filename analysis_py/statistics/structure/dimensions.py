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

    def drawn(self, units: IntArray) -> Moments:
        """Return the moments of units by their numbers, of which some may be there twice."""
        return Moments(self.n[units], self.sums[units], self.products[units])

    def of_parts(self, weights: FloatArray, is_standardised: bool) -> FloatArray:
        """Return covariances or correlations of the units with weights, shape (s, g): (s, k, k).

        NaN where fewer than two rows are left, or a benchmark does not vary.
        """
        n = weights @ self.n
        sums = weights @ self.sums
        products = np.tensordot(weights, self.products, 1)
        with np.errstate(divide="ignore", invalid="ignore"):
            matrix = products - sums[:, :, None] * sums[:, None, :] / n[:, None, None]
            matrix /= (n - 1)[:, None, None]
            deviation = np.sqrt(np.einsum("sii->si", matrix))
            is_known = (n > 2) & np.all(deviation > 1e-9, axis=1)
            if is_standardised:
                matrix /= deviation[:, :, None] * deviation[:, None, :]
        matrix[~is_known] = np.nan
        return np.asarray(matrix, dtype=float)

    def matrices(self, is_standardised: bool) -> tuple[FloatArray, FloatArray]:
        """Return the matrix of all units, (k, k), and that without each, (g, k, k)."""
        g = len(self.n)
        stack = self.of_parts(np.vstack([np.ones(g), 1 - np.eye(g)]), is_standardised)
        return stack[0], stack[1:]


def _eigenvalues(matrix: FloatArray) -> FloatArray:
    """Return eigenvalues from the largest on, NaN of a matrix that is not known; shape (..., k)."""
    is_known = np.asarray(np.isfinite(matrix).all(axis=(-2, -1)))
    safe = np.where(is_known[..., None, None], matrix, np.eye(matrix.shape[-1]))
    values = np.linalg.eigvalsh(safe)[..., ::-1]
    return np.where(is_known[..., None], values, np.nan)


def shares(matrix: FloatArray, n_first: int) -> FloatArray:
    """Return the share of the variance that the first components explain."""
    values = _eigenvalues(matrix)
    return np.asarray(values[..., :n_first].sum(axis=-1) / values.sum(axis=-1), dtype=float)


def participation(matrix: FloatArray) -> FloatArray:
    r"""Return :math:`(\sum\lambda)^2/\sum\lambda^2`: equal components that would spread as much."""
    values = _eigenvalues(matrix)
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
    ``psych::fa(fm = "pa")``. Where a communality passes 1 it is held there.
    """
    stack = np.atleast_3d(matrix) if matrix.ndim == 3 else matrix[None]
    is_known = np.asarray(np.isfinite(stack).all(axis=(-2, -1)))
    k = stack.shape[-1]
    safe = np.where(is_known[:, None, None], stack, np.eye(k))
    ridge = 1e-10 * np.eye(k)
    common = 1 - 1 / np.einsum("sii->si", np.linalg.inv(safe + ridge))
    total = common.sum(axis=-1)
    diagonal, going = np.arange(k), np.arange(len(safe))
    for _ in range(most):
        reduced = safe[going]
        reduced[:, diagonal, diagonal] = common[going]
        values, vectors = np.linalg.eigh(reduced)
        common[going] = np.minimum(vectors[:, :, -1] ** 2 * np.maximum(values[:, -1:], 0), 1.0)
        before, total[going] = total[going], common[going].sum(axis=-1)
        going = going[np.abs(total[going] - before) >= tolerance]
        if not len(going):
            break
    share = np.where(is_known, total / k, np.nan)
    return share if matrix.ndim == 3 else share[0]


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
    values = _eigenvalues(products / (scale[:, :, None] * scale[:, None, :]))
    return np.asarray(np.quantile(values, level, axis=0), dtype=float)


def n_above(matrix: FloatArray, limits: FloatArray, in_a_row: bool = True) -> FloatArray:
    """Return how many eigenvalues exceed their limits, from the first on as long as all do."""
    is_above = _eigenvalues(matrix) > limits
    if in_a_row:
        is_above = np.logical_and.accumulate(is_above, axis=-1)
    return np.where(np.isfinite(matrix).all(axis=(-2, -1)), is_above.sum(axis=-1), np.nan)


def unit_means(data: FloatArray, units: IntArray) -> FloatArray:
    """Return the mean of each unit, shape (g, k)."""
    sums = np.zeros((int(units.max()) + 1, data.shape[1]))
    np.add.at(sums, units, data)
    return np.asarray(sums / np.bincount(units)[:, None], dtype=float)


def oriented(matrix: FloatArray, like: FloatArray | None = None) -> FloatArray:
    """Return eigenvectors as columns, from the first component on; a sign has no meaning.

    They are turned so that the loadings have a positive sum, or go along with others.
    """
    is_known = np.asarray(np.isfinite(matrix).all(axis=(-2, -1)))
    safe = np.where(is_known[..., None, None], matrix, np.eye(matrix.shape[-1]))
    vectors = np.linalg.eigh(safe)[1][..., ::-1]
    along = vectors.sum(axis=-2) if like is None else (vectors * like).sum(axis=-2)
    turned = vectors * np.where(along < 0, -1.0, 1.0)[..., None, :]
    return np.where(is_known[..., None, None], turned, np.nan)


def congruence_of_halves(
    moments: Moments, is_standardised: bool, n_draws: int, rng: np.random.Generator
) -> FloatArray:
    """Return Tucker's congruence of the first loadings of two random halves of the units."""
    g = len(moments.n)
    if g < 4:
        return np.empty(0)
    order = rng.random((n_draws, g)).argsort(axis=1)
    half = (order < g // 2).astype(float)
    first = oriented(moments.of_parts(half, is_standardised))[:, :, 0]
    second = oriented(moments.of_parts(1 - half, is_standardised))[:, :, 0]
    values = np.abs((first * second).sum(axis=1))
    return np.asarray(values[np.isfinite(values)], dtype=float)


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
    first = oriented(moments.of_parts(1 - weights, is_standardised))[:, :, 0]
    second = oriented(moments.of_parts(weights, is_standardised))[:, :, 0]
    cosine = np.clip(np.abs((first * second).sum(axis=1)), 0, 1)
    angles = np.degrees(np.arccos(cosine))
    if not np.isfinite(angles[0]):
        return np.nan, np.nan
    others = angles[1:][np.isfinite(angles[1:])]
    return float(angles[0]), float((1 + (others >= angles[0] - 1e-9).sum()) / (1 + len(others)))
