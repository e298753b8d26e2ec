"""Linear systems whose right-hand sides are known only within rounding.

``low <= design @ x <= high`` is a set of linear inequalities. Linear programming decides whether
printed figures are consistent, bounds the unknowns, and finds figures that do not fit.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import optimize

Vector = NDArray[np.float64]

# The solver's own tolerance, in units of the rounding.
_TOLERANCE = 1e-5


@dataclass(frozen=True)
class RoundedSystem:
    """Inequalities ``low <= design @ x <= high``.

    Attributes
    ----------
    design : ndarray, shape (n, m)
    low, high : ndarray, shape (n,)
    """

    design: Vector
    low: Vector
    high: Vector

    def without(self, rows: list[int]) -> RoundedSystem:
        """Return the system without some rows."""
        return RoundedSystem(*(np.delete(part, rows, axis=0) for part in vars(self).values()))

    @property
    def is_determined(self) -> bool:
        """Whether exact right-hand sides would determine every unknown."""
        return bool(np.linalg.matrix_rank(self.design) == self.design.shape[1])

    def excess(self) -> Vector:
        """Return the violation of each row with the least sum, in the rows' own units."""
        n = len(self.low)
        centre, unit, low, high = self._scaled()
        identity = np.eye(n)
        weights = np.concatenate([np.zeros(len(centre)), np.ones(2 * n)])
        upper = np.hstack([self.design, -identity, np.zeros((n, n))])
        lower = np.hstack([-self.design, np.zeros((n, n)), -identity])
        bounds = [(None, None)] * len(centre) + [(0, None)] * (2 * n)
        result = optimize.linprog(
            weights, np.vstack([upper, lower]), np.concatenate([high, -low]), bounds=bounds
        )
        slack = result.x[len(centre) :].reshape(2, n).sum(axis=0)
        return np.where(slack > _TOLERANCE, slack, 0.0) * unit

    def suspects(self) -> list[int]:
        """Return the rows that do not fit the others.

        Empty if all fit. Otherwise every row whose removal resolves the contradiction; if no single
        row does, the rows with an :meth:`excess`.
        """
        excess = np.flatnonzero(self.excess())
        if not len(excess):
            return []
        alone = [row for row in range(len(self.low)) if not self.without([row]).excess().any()]
        return alone or [int(row) for row in excess]

    def bounds(self) -> tuple[Vector, Vector]:
        """Return the least and greatest value of each unknown; infinite if it is not bounded."""
        centre, unit, low, high = self._scaled()
        stacked = np.vstack([self.design, -self.design])
        limits = np.concatenate([high, -low]) + _TOLERANCE
        ends = np.empty((2, len(centre)))
        for j in range(len(centre)):
            for end, sign in enumerate((1, -1)):
                cost = np.zeros(len(centre))
                cost[j] = sign
                result = optimize.linprog(cost, stacked, limits, bounds=(None, None))
                if result.status == 2:
                    raise ValueError("the figures contradict each other")
                ends[end, j] = result.x[j] if result.status == 0 else -sign * np.inf
        return centre + ends[0] * unit, centre + ends[1] * unit

    def _scaled(self) -> tuple[Vector, float, Vector, Vector]:
        """Centre on the least-squares solution and use the median half-width as unit.

        The solver's tolerances are absolute and larger than a rounding of 5e-8.
        """
        half = (self.high - self.low) / 2
        unit = float(np.median(half)) or 1.0
        weight = 1 / np.maximum(half, 1e-3 * unit)
        centre: Vector = np.linalg.lstsq(
            self.design * weight[:, None], weight * (self.low + half), rcond=None
        )[0].astype(float)
        fitted = self.design @ centre
        return centre, unit, (self.low - fitted) / unit, (self.high - fitted) / unit
