"""A random intercept with many levels, kept out of the dense algebra.

The block of ``X'WX + S`` that belongs to a random intercept is diagonal, so it is eliminated
before anything is factored. With ``n_l`` the weight of level l, ``d_l = n_l + lambda`` and
``C = Z'WX`` the sums of the other columns over the rows of each level,

    A = [[X'WX + S, C'], [C, diag(d)]],    A_s = X'WX + S - C' diag(1 / d) C,

``log|A| = sum log d + log|A_s|``, and with ``P = A_s^-1`` and ``U = diag(1 / d) C`` the blocks of
``A^-1`` are ``P``, ``-U P`` and ``diag(1 / d) + U P U'``. Everything that a fit needs is made of
``C' diag(f(n)) C`` for functions f of the weight of a level, which costs one p x p matrix for each
*distinct* weight, however many levels share it. C is sparse where the other columns are those of a
second factor, as a level of one occurs with few of the other.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy.sparse import coo_array, csr_array, hstack

from analysis_py.statistics.gamm.engine.margins import Margin

# Levels per distinct weight from which a matrix for each weight is less work than the levels.
_LEVELS_PER_WEIGHT = 4
# Values per one that is not 0 from which sparse products are less work.
_SPARSE = 4


@dataclass(frozen=True)
class LevelSums:
    """Sums over the rows of each level of an absorbed random intercept."""

    weights: np.ndarray  # (L,): ``n_l``, the sum of the weights of the rows of a level.
    cross: csr_array  # (L, p): ``C = Z'WX``.
    response: np.ndarray  # (L,): ``Z'W(y - centre)``.
    distinct: np.ndarray  # (K,): The distinct weights.
    group: np.ndarray  # (L,): Position of each level's weight in `distinct`.
    #: (K, p * p): ``sum c_l c_l'`` over the levels of each weight; None where levels hardly share
    #: weights.
    moments: csr_array | np.ndarray | None

    def squares(self, *functions: Callable[[np.ndarray], np.ndarray]) -> list[np.ndarray]:
        """``C' diag(f(n)) C`` for each function f of the weights; each of shape (p, p)."""
        if self.moments is None:
            return [
                (self.cross.T @ scale_rows(self.cross, function(self.weights))).toarray()
                for function in functions
            ]
        values = np.stack([function(self.distinct) for function in functions])
        p = self.cross.shape[1]
        return list((values @ self.moments).reshape(-1, p, p))

    def shrunk(self, penalty: float) -> tuple[np.ndarray, csr_array]:
        """``d`` and ``U = diag(1 / d) C`` at a smoothing parameter; shapes (L,) and (L, p)."""
        d = self.weights + penalty
        return d, scale_rows(self.cross, 1.0 / d)


def scale_rows(rows: csr_array, factors: np.ndarray) -> csr_array:
    """``diag(factors) rows``."""
    values = rows.data * np.repeat(factors, np.diff(rows.indptr))
    return csr_array((values, rows.indices, rows.indptr), shape=rows.shape)


def level_sums(
    absorbed: Margin,
    margins: tuple[Margin, ...],
    weighted_response: np.ndarray,
    weights: np.ndarray | None,
) -> LevelSums:
    """Sum the columns of the model matrix over the levels of a factor."""
    codes, size = absorbed.codes, absorbed.size
    row_weights = np.ones(codes.size) if weights is None else weights
    cross = []
    for margin in margins:
        counts = coo_array((row_weights, (codes, margin.codes)), shape=(size, margin.size)).tocsr()
        cross.append(counts if margin.matrix is None else csr_array(counts @ margin.matrix))
    level_weights = np.bincount(codes, weights=row_weights, minlength=size)
    sums = csr_array(hstack(cross))
    distinct, group = np.unique(level_weights, return_inverse=True)
    moments = None
    if distinct.size * _LEVELS_PER_WEIGHT <= size:
        moments = _moments(sums, group, distinct.size)
    return LevelSums(
        weights=level_weights,
        cross=sums,
        response=np.bincount(codes, weights=weighted_response, minlength=size),
        distinct=distinct,
        group=group,
        moments=moments,
    )


def _moments(sums: csr_array, group: np.ndarray, n_groups: int) -> csr_array | np.ndarray:
    """``sum c_l c_l'`` over the levels of each group; shape (K, p * p)."""
    p = sums.shape[1]
    n_values = np.diff(sums.indptr)
    if np.sum(n_values**2) * _SPARSE > n_groups * p**2:
        dense, order = sums.toarray(), np.argsort(group, kind="stable")
        of_groups = np.split(dense[order], np.cumsum(np.bincount(group))[:-1])
        return np.stack([part.T @ part for part in of_groups]).reshape(n_groups, -1)
    # row (weight, column) times level, so that the product with the levels sums over each weight
    rows = np.repeat(group, n_values) * p + sums.indices
    levels = np.repeat(np.arange(group.size), n_values)
    by_weight = coo_array((sums.data, (rows, levels)), shape=(n_groups * p, group.size)).tocsr()
    products = csr_array(by_weight @ sums)
    firsts = np.repeat(np.tile(np.arange(p) * p, n_groups), np.diff(products.indptr))
    cells = products.data, products.indices + firsts, products.indptr[::p]
    return csr_array(cells, shape=(n_groups, p * p))
