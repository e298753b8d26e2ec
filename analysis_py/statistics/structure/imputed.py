"""Components of tables with gaps, fitted to some rows and applied to others."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analysis_py.statistics.arrays import FloatArray

#: Largest number of rounds of filling gaps, and the change at which they stop.
MOST_ROUNDS, TOLERANCE = 1000, 1e-6


@dataclass(frozen=True)
class Components:
    """Mean and directions of components.

    Attributes
    ----------
    mean : numpy.ndarray, shape (k,)
    directions : numpy.ndarray, shape (k, c)
        From the first on.
    """

    mean: FloatArray
    directions: FloatArray

    @classmethod
    def from_scores(cls, data: FloatArray, n_components: int) -> Components | None:
        """Fit the components, with gaps filled by the first component until convergence.

        As in Ruan, Maddison and Hashimoto (2024, arXiv 2405.10938, appendix B.3): columns are
        centred but not scaled.
        """
        is_gap = ~np.isfinite(data)
        if is_gap.all(axis=0).any():
            return None
        filled = np.where(is_gap, np.nanmean(data, axis=0), data)
        for _ in range(MOST_ROUNDS):
            made = cls._decomposed(filled, n_components)
            if made is None:
                return None
            again = np.where(is_gap, made._reconstructed(filled), data)
            change, filled = np.abs(again - filled).max(), again
            if change < TOLERANCE:
                break
        return cls._decomposed(filled, n_components)

    @classmethod
    def _decomposed(cls, data: FloatArray, n_components: int) -> Components | None:
        mean = data.mean(axis=0)
        _, values, directions = np.linalg.svd(data - mean, full_matrices=False)
        if not values[0] > 1e-12:
            return None
        return cls(mean, directions[:n_components].T)

    def _reconstructed(self, data: FloatArray) -> FloatArray:
        first = self.directions[:, :1]
        return np.asarray(self.mean + (data - self.mean) @ first @ first.T, dtype=float)

    def filled(self, data: FloatArray) -> FloatArray:
        """Return rows with their gaps filled by the first component, shape (n, k)."""
        is_gap = ~np.isfinite(data)
        filled = np.where(is_gap, self.mean, data)
        for _ in range(MOST_ROUNDS if is_gap.any() else 0):
            again = np.where(is_gap, self._reconstructed(filled), data)
            change, filled = np.abs(again - filled).max(), again
            if change < TOLERANCE:
                break
        return filled

    def scores(self, data: FloatArray) -> FloatArray:
        """Return the components of rows, shape (n, c)."""
        return np.asarray((self.filled(data) - self.mean) @ self.directions, dtype=float)
