"""Number of groups and degrees of freedom behind a table's adjusted p-values.

The ratio of a difference to the half-width of its interval is the studentized range in units of
the critical value, ``r = q / q_crit(k, df)``, so each pair says
``p = P(Q > r * q_crit(k, df); k, df)``: an equation in ``k`` and ``df`` alone.
"""

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from analysis_py.statistics.numerics import studentized_range
from analysis_py.statistics.printed_tables.printed import Figures

Vector = NDArray[np.float64]

# Relative error of a printed interval's critical value: software finds it by iteration.
CRITICAL_TOLERANCE = 1e-6
# Absolute error of a printed p-value beyond its rounding: software integrates numerically.
P_TOLERANCE = 1e-8
# Beyond this the studentized range hardly depends on its degrees of freedom.
MAX_DF = 1e6


class PValueEquations:
    """Equations of the printed p-values in the number of groups and the degrees of freedom.

    Parameters
    ----------
    ratio_low, ratio_high : ndarray, shape (n_pairs,)
        Bounds of |difference| / half-width of the interval.
    """

    def __init__(
        self, ratio_low: Vector, ratio_high: Vector, p_adjusted: Figures, confidence_level: float
    ) -> None:
        self._ratios = np.concatenate(
            [ratio_high * (1 + CRITICAL_TOLERANCE), ratio_low * (1 - CRITICAL_TOLERANCE)]
        )
        self._p_low = p_adjusted.low - P_TOLERANCE
        self._p_high = p_adjusted.high + P_TOLERANCE
        self._confidence_level = confidence_level
        self._cache: dict[tuple[int, float], tuple[Vector, Vector]] = {}
        #: Pairs with an informative p-value: not rounded to 0 or 1.
        self.is_informative = (p_adjusted.low > 0) & (p_adjusted.high < 1)

    def predicted(self, k: int, df: float) -> tuple[Vector, Vector]:
        """Return bounds of every pair's p-value for k groups and df."""
        if (k, df) not in self._cache:
            critical = studentized_range.critical_value(self._confidence_level, k, df)
            tails = np.exp(studentized_range.log_sf(critical * self._ratios, k, df))
            low, high = tails.reshape(2, -1)
            self._cache[k, df] = (low, high)
        return self._cache[k, df]

    def misfits(self, k: int, df: float) -> NDArray[np.bool_]:
        """Return which printed p-values are impossible for k groups and df."""
        low, high = self.predicted(k, df)
        return (high < self._p_low) | (low > self._p_high)

    def df_range(
        self, k: int, low: float = 1.0, high: float = MAX_DF, max_misfits: int = 0
    ) -> tuple[float, float] | None:
        """Return the bounds of the df that the p-values allow, within half a unit or 1e-3."""
        if low > high:
            return None
        edges = np.geomspace(low, high, 14 if high > low else 1)
        stretches = list(pairwise(edges.tolist())) or [(low, low)]
        least = self._first_stretch(k, stretches, max_misfits, from_below=True)
        most = self._first_stretch(k, stretches, max_misfits, from_below=False)
        return None if least is None or most is None else (least[0], most[1])

    def _first_stretch(
        self, k: int, stretches: list[tuple[float, float]], max_misfits: int, from_below: bool
    ) -> tuple[float, float] | None:
        """Return the lowest or highest short stretch of possible df."""
        stack = stretches[::-1] if from_below else list(stretches)
        while stack:
            start, stop = stack.pop()
            if self._n_missed(k, start, stop) > max_misfits:
                continue
            if stop - start <= max(0.5, 1e-3 * start):
                return start, stop
            middle = float(np.sqrt(start * stop))
            halves = [(start, middle), (middle, stop)]
            stack += halves[::-1] if from_below else halves
        return None

    def _n_missed(self, k: int, start: float, stop: float) -> int:
        ends = [self.predicted(k, df) for df in (start, stop)]
        low = np.minimum(ends[0][0], ends[1][0])
        high = np.maximum(ends[0][1], ends[1][1])
        return int(((high < self._p_low) | (low > self._p_high)).sum())
