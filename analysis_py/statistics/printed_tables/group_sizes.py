"""Whole-number group sizes behind the widths of Tukey–Kramer intervals.

The squared half-width of a pair is ``c (1/n_a + 1/n_b)`` with one ``c = q_crit^2 MSE / 2`` for the
whole table, linear in ``x = c / n``. The widths fix the ratios of the sizes; only scales at which
every size is a whole number remain.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analysis_py.statistics.printed_tables.systems import RoundedSystem

Vector = NDArray[np.float64]

#: Largest total of all sizes that is searched.
MAX_TOTAL = 20_000

# With more combinations than this, only their bounds are returned.
_MAX_COMBINATIONS = 50_000


@dataclass(frozen=True)
class Sizes:
    """One set of sizes that the widths allow.

    Attributes
    ----------
    n : ndarray of int, shape (m,)
    scale_low, scale_high : float
        Bounds of ``c``.
    """

    n: NDArray[np.int64]
    scale_low: float
    scale_high: float

    @property
    def total(self) -> int:
        """Sum of the sizes."""
        return int(self.n.sum())


@dataclass(frozen=True)
class Solutions:
    """The sets of whole sizes that the widths allow.

    Attributes
    ----------
    sizes : list of Sizes
        In ascending order of the total; empty if there are too many to list.
    is_complete : bool
        Whether all sets are listed.
    n_low, n_high : ndarray of int, shape (m,)
        Bounds of each size, even without a list; empty if no set is possible.
    """

    sizes: list[Sizes]
    is_complete: bool
    n_low: NDArray[np.int64]
    n_high: NDArray[np.int64]


class WidthEquations:
    """Equations of the interval widths in the group sizes.

    Parameters
    ----------
    squares : RoundedSystem
        Squared half-widths: the design has a 1 at both groups of a pair.
    """

    def __init__(self, squares: RoundedSystem) -> None:
        self._squares = squares
        self.x_low, self.x_high = squares.bounds()

    def shares(self) -> Vector:
        """Return each group's share of the total size, as a real number."""
        inverse = 1 / ((self.x_low + self.x_high) / 2)
        return inverse / inverse.sum()

    def solutions(self, total_low: float, total_high: float) -> Solutions:
        """Return the sets of whole sizes whose total lies between two bounds."""
        low, high = self._screen(total_high)
        keep = (low.sum(axis=1) <= total_high) & (high.sum(axis=1) >= total_low)
        low, high = low[keep], high[keep]
        if not len(low):
            return Solutions([], True, np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64))
        bounds = low.min(axis=0), high.max(axis=0)
        if np.prod(high - low + 1.0, axis=1).sum() > _MAX_COMBINATIONS:
            return Solutions([], False, *bounds)
        verified: list[Sizes] = []
        for start, stop in zip(low, high, strict=True):
            ranges = (np.arange(i, j + 1) for i, j in zip(start, stop, strict=True))
            every = np.stack(np.meshgrid(*ranges, indexing="ij"), axis=-1).reshape(-1, len(start))
            total = every.sum(axis=1)
            verified += self._verified(every[(total >= total_low) & (total <= total_high)])
        return Solutions(sorted(verified, key=lambda sizes: sizes.total), True, *bounds)

    def _screen(self, total_high: float) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return whole-number bounds of all sizes for every size of the best known group."""
        x_low = np.maximum(self.x_low, 0)
        reference = int(np.argmin((self.x_high - x_low) / self.x_high))
        n_max = int(total_high * self.shares()[reference] * 1.1) + 2
        n = np.arange(1, n_max + 1)[:, None]
        with np.errstate(divide="ignore"):
            low = np.ceil(n * x_low[reference] / self.x_high - 1e-9)
            high = np.floor(n * self.x_high[reference] / x_low + 1e-9)
        low, high = np.maximum(low, 1), np.minimum(high, total_high)
        low[:, reference] = high[:, reference] = n[:, 0]
        possible = (low <= high).all(axis=1)
        return low[possible].astype(np.int64), high[possible].astype(np.int64)

    def _verified(self, every: NDArray[np.int64]) -> list[Sizes]:
        weight = (1 / every) @ self._squares.design.T
        low = (self._squares.low / weight).max(axis=1)
        high = (self._squares.high / weight).min(axis=1)
        fits = np.flatnonzero(low <= high * (1 + 1e-9))
        return [Sizes(every[i], float(low[i]), float(high[i])) for i in fits]
