"""Statistics of eigenvalues of covariances, for one matrix or a stack of them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analysis_py.statistics.arrays import BoolArray, FloatArray, IntArray


@dataclass(frozen=True)
class Moments:
    """Counts, sums and sums of products of k benchmarks, by unit.

    Attributes
    ----------
    k : int
    sums : numpy.ndarray, shape (1 + k + k (k + 1) / 2, g)
        Counts of rows, sums of centred scores, which keeps digits, and their products, once per
        pair.
    """

    k: int
    sums: FloatArray

    @classmethod
    def from_rows(cls, data: FloatArray, units: IntArray, n_units: int | None = None) -> Moments:
        """Sum up rows, shape (n, k), by their unit, numbered from 0."""
        g, k = int(units.max()) + 1 if n_units is None else n_units, data.shape[1]
        centred = (data - data.mean(axis=0)).T
        one, other = np.triu_indices(k)
        known = [np.ones(len(data)), *centred, *(centred[one] * centred[other])]
        return cls(k, np.array([np.bincount(units, row, minlength=g) for row in known]))

    def elements(self, totals: FloatArray, is_standardised: bool) -> FloatArray:
        """Return covariances or correlations of parts of the units, once per pair."""
        one, other = np.triu_indices(self.k)
        n, sums = totals[0], totals[1 : 1 + self.k]
        with np.errstate(divide="ignore", invalid="ignore"):
            moments = (totals[1 + self.k :] - sums[one] * (sums / n)[other]) / (n - 1)
            deviation = np.sqrt(moments[one == other])
            is_known = (n > 2) & np.all(deviation > 1e-5, axis=0)
            if is_standardised:
                moments /= deviation[one] * deviation[other]
        moments[:, ~is_known] = np.nan
        return np.asarray(moments, dtype=float)

    def matrices(self, elements: FloatArray) -> FloatArray:
        """Return the matrices of such elements, shape (k, k, ...)."""
        place = np.zeros((self.k, self.k), dtype=np.int64)
        one, other = np.triu_indices(self.k)
        place[one, other] = place[other, one] = np.arange(len(one))
        return np.asarray(elements[place], dtype=float)

    def of_parts(self, weights: FloatArray, is_standardised: bool) -> FloatArray:
        """Return the matrices of the units with weights, shape (s, g): (s, k, k)."""
        elements = self.elements(self.sums @ weights.T, is_standardised)
        return self.matrices(elements).transpose(2, 0, 1)


def eigen(matrix: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return eigenvalues in descending order and eigenvectors as columns; NaN if unknown."""
    is_known = np.asarray(np.isfinite(matrix).all(axis=(-2, -1)))
    safe = np.where(is_known[..., None, None], matrix, np.eye(matrix.shape[-1]))
    values, vectors = np.linalg.eigh(safe)
    return (
        np.where(is_known[..., None], values[..., ::-1], np.nan),
        np.where(is_known[..., None, None], vectors[..., ::-1], np.nan),
    )


def eigenvalues(matrix: FloatArray) -> FloatArray:
    """Return the eigenvalues alone."""
    is_known = np.asarray(np.isfinite(matrix).all(axis=(-2, -1)))[..., None]
    values = np.linalg.eigvalsh(np.where(is_known[..., None], matrix, np.eye(matrix.shape[-1])))
    return np.where(is_known, values[..., ::-1], np.nan)


def shares(values: FloatArray, n_first: int) -> FloatArray:
    """Return the share of the variance that each number of first components explains."""
    return np.asarray(values[..., :n_first].sum(axis=-1) / values.sum(axis=-1), dtype=float)


def participation(values: FloatArray) -> FloatArray:
    r"""Return :math:`(\sum\lambda)^2/\sum\lambda^2`: effective number of components."""
    return np.asarray(values.sum(axis=-1) ** 2 / (values**2).sum(axis=-1), dtype=float)


def random_eigenvalues(
    n: int, k: int, n_draws: int, level: float, rng: np.random.Generator
) -> FloatArray:
    """Return quantiles of random eigenvalues: the limits of parallel analysis.

    Horn (1965, Psychometrika 30, 179-185). The products of normal numbers are drawn by their
    Cholesky factor (Bartlett 1933), so that a thousand rows cost as little as ten.
    """
    factor = np.tril(rng.standard_normal((n_draws, k, k)), -1)
    squared = rng.chisquare(n - 1 - np.arange(k), size=(n_draws, k))
    factor[:, np.arange(k), np.arange(k)] = np.sqrt(squared)
    products = factor @ factor.transpose(0, 2, 1)
    scale = np.sqrt(np.einsum("sii->si", products))
    values = np.linalg.eigvalsh(products / (scale[:, :, None] * scale[:, None, :]))[:, ::-1]
    return np.asarray(np.quantile(values, level, axis=0), dtype=float)


def n_above(values: FloatArray, limits: FloatArray, in_a_row: bool = True) -> FloatArray:
    """Return the number of leading eigenvalues that exceed their limits."""
    is_above = values > limits
    if in_a_row:
        is_above = np.logical_and.accumulate(is_above, axis=-1)
    return np.where(np.isfinite(values).all(axis=-1), is_above.sum(axis=-1), np.nan)


def unit_means(data: FloatArray, units: IntArray) -> FloatArray:
    """Return the mean of each unit, shape (g, k)."""
    sums = np.zeros((int(units.max()) + 1, data.shape[1]))
    np.add.at(sums, units, data)
    return np.asarray(sums / np.bincount(units)[:, None], dtype=float)


def orient(vectors: FloatArray, like: FloatArray | None = None) -> FloatArray:
    """Return eigenvectors with signs such that loadings have a positive sum or agree with others.

    The sign of an eigenvector is arbitrary.
    """
    along = vectors.sum(axis=-2) if like is None else (vectors * like).sum(axis=-2)
    return np.asarray(vectors * np.where(along < 0, -1.0, 1.0)[..., None, :], dtype=float)


def first_vectors(matrix: FloatArray, n_steps: int = 12) -> FloatArray:
    """Return first eigenvectors of matrices, shape (k, k, ...), with arbitrary signs: (k, ...).

    By power iteration if it converges, else by decomposition.
    """
    vectors = np.ones(matrix.shape[1:])
    for _ in range(n_steps):
        before, vectors = vectors, np.einsum("ij...,j...->i...", matrix, vectors)
    before, vectors = (v / np.sqrt((v * v).sum(axis=0)) for v in (before, vectors))
    far = ~((before * vectors).sum(axis=0) > 1 - 1e-8)
    vectors[:, far] = eigen(np.moveaxis(matrix[:, :, far], -1, 0))[1][..., 0].T
    return vectors


def congruence_of_halves(
    moments: Moments,
    times: IntArray,
    is_standardised: bool,
    n_draws: int,
    rng: np.random.Generator,
) -> FloatArray:
    """Return Tucker's congruence of the first loadings of random halves of samples of units."""
    n_samples, g = times.shape
    places = rng.permuted(np.tile(np.arange(g), (n_draws, 1)), axis=1)[:, : g // 2]
    is_first = np.zeros((g, n_draws))
    np.put_along_axis(is_first, places.T, 1.0, axis=0)
    drawn = np.repeat(np.tile(np.arange(g), n_samples), times.ravel()).reshape(n_samples, g)
    half = moments.sums[:, drawn] @ is_first
    rest = (moments.sums @ times.T)[:, :, None] - half
    first, second = (
        first_vectors(moments.matrices(moments.elements(part, is_standardised)))
        for part in (half, rest)
    )
    return np.asarray(np.abs((first * second).sum(axis=0)), dtype=float)


def rotation(
    data: FloatArray,
    is_late: BoolArray,
    is_standardised: bool,
    n_draws: int,
    rng: np.random.Generator,
) -> tuple[float, float]:
    """Return the angle between the first components of two parts, in degrees, and its p-value.

    The p-value is the share of random permutations of the rows, with parts of the same sizes, in
    which the angle is at least as wide; correlated rows of a unit may make it too small.
    """
    moments = Moments.from_rows(data, np.arange(len(data), dtype=np.int64))
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
