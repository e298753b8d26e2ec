r"""A score test of each item's slope on size in which base families are the independent units.

Models of one family share their weights, and all items share the families. So an item's slope is
no better known than the families are many, and items that look alike are no independent findings.

For cells j of family f with :math:`N_j` answers that sum to :math:`Y_j` at size :math:`x_j`, let
:math:`p` be the item's mean and :math:`\bar x` the mean size of its answers. Under a slope of 0 the
family's part of the efficient score is

.. math:: U_f = \sum_{j \in f} (x_j - \bar x) (Y_j - N_j p),

and :math:`z = \sum U_f / \sqrt{\sum U_f^2}` is standard normal with many families, however alike
the answers within a family (Boos 1992, The American Statistician 46, 327-333). It needs no slope,
so it exists where the logistic curve has none, and other weights of the families are a few products
of matrices.
"""

from dataclasses import dataclass

import numpy as np

from analysis_py.statistics.arrays import FloatArray
from analysis_py.statistics.numerics.tolerances import ROUNDING


@dataclass(frozen=True)
class FamilySums:
    """Sums over the cells of each family, all of shape (n_items, n_families)."""

    totals: FloatArray
    counts: FloatArray
    size_totals: FloatArray
    size_counts: FloatArray

    def parts(self) -> FloatArray:
        """Return the parts U of the families in the score of each item."""
        p = self.totals.sum(1) / self.counts.sum(1)
        middle = self.size_counts.sum(1) / self.counts.sum(1)
        return (
            self.size_totals
            - p[:, None] * self.size_counts
            - middle[:, None] * (self.totals - p[:, None] * self.counts)
        )

    def resampled(self, weights: FloatArray) -> FloatArray:
        """Return z of each item with families drawn anew, shape (n_items, n_samples).

        Parameters
        ----------
        weights : ndarray, shape (n_families, n_samples)
            How often each family was drawn.
        """
        a, b, c, d = self.totals, self.counts, self.size_totals, self.size_counts
        with np.errstate(divide="ignore", invalid="ignore"):
            p, m = (a @ weights) / (b @ weights), (d @ weights) / (b @ weights)
            score = c @ weights - p * (d @ weights)
            # the square of U = c - p d - m a + p m b, summed term by term
            diagonal = (
                (c * c) @ weights
                + p**2 * ((d * d) @ weights)
                + m**2 * ((a * a) @ weights)
                + (p * m) ** 2 * ((b * b) @ weights)
            )
            others = (
                p * m * ((c * b + d * a) @ weights)
                - p * ((c * d) @ weights)
                - m * ((c * a) @ weights)
                - p**2 * m * ((d * b) @ weights)
                - p * m**2 * ((a * b) @ weights)
            )
            return _standardise(score, diagonal + 2 * others, diagonal)


def standardise(parts: FloatArray) -> FloatArray:
    """Return z of each item, NaN where all its answers are alike.

    Parameters
    ----------
    parts : ndarray, shape (n_items, n_families)
    """
    squares = (parts**2).sum(1)
    return _standardise(parts.sum(1), squares, np.ones_like(squares))


def draw_with_random_signs(
    parts: FloatArray, n_samples: int, rng: np.random.Generator
) -> FloatArray:
    """Return draws of z where size says nothing, shape (n_items, n_samples).

    Each family's part gets a random sign, the same on all items, so that what items have in common
    stays (the wild bootstrap of scores: Kline and Santos 2012, Journal of Econometric Methods 1,
    23-41).
    """
    signs = rng.choice([-1.0, 1.0], size=(parts.shape[1], n_samples))
    squares = (parts**2).sum(1, keepdims=True)
    return _standardise(parts @ signs, squares, np.ones_like(squares))


def _standardise(score: FloatArray, squares: FloatArray, scale: FloatArray) -> FloatArray:
    is_known = squares > ROUNDING * scale
    return np.where(is_known, score / np.sqrt(np.where(is_known, squares, 1.0)), np.nan)
