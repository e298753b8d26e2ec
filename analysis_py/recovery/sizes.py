"""Whole-number group sizes behind the widths of Tukey–Kramer intervals.

The squared half-width of a pair is ``c (1/n_a + 1/n_b)`` with one ``c = q_crit^2 MSE / 2`` for the
whole table, linear in ``x = c / n``. The widths fix the ratios of the sizes; only scales at which
every size is a whole number remain.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray

from analysis_py.recovery.systems import RoundedSystem

Vector = NDArray[np.float64]

#: Where to stop looking for the total of all sizes.
MAX_TOTAL = 20_000

# Combinations of sizes tried within one scale, and in all.
_MAX_COMBINATIONS = 400
_MAX_SOLUTIONS = 4_000


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


class WidthEquations:
    """What the widths of the intervals say about the sizes.

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

    def solutions(self, total_low: float, total_high: float) -> tuple[list[Sizes], bool]:
        """Return the sets of whole sizes whose total lies between two bounds.

        Returns
        -------
        list of Sizes
            In ascending order of the total.
        bool
            Whether the list is complete. Coarsely printed tables allow so many that it stops.
        """
        low, high = self._screen(total_high)
        keep = (low.sum(axis=1) <= total_high) & (high.sum(axis=1) >= total_low)
        found: list[Sizes] = []
        complete = True
        for start, stop in zip(low[keep], high[keep], strict=True):
            counts = stop - start + 1
            if np.prod(counts.astype(float)) > _MAX_COMBINATIONS:
                complete = False
                middle = (start + stop) // 2
                start, stop = np.maximum(start, middle), np.minimum(stop, middle)
            for n in product(*(range(i, j + 1) for i, j in zip(start, stop, strict=True))):
                if total_low <= sum(n) <= total_high and (sizes := self._verified(np.array(n))):
                    found.append(sizes)
            if len(found) > _MAX_SOLUTIONS:
                return sorted(found, key=lambda sizes: sizes.total), False
        return sorted(found, key=lambda sizes: sizes.total), complete

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

    def _verified(self, n: NDArray[np.int64]) -> Sizes | None:
        weight = self._squares.design @ (1 / n)
        low = float((self._squares.low / weight).max())
        high = float((self._squares.high / weight).min())
        return Sizes(n, low, high) if low <= high * (1 + 1e-9) else None
