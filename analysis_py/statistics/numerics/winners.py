r"""Inference on the best of several estimates: what the highest of many scores is worth.

The best score is the best for its luck too, so that it overstates and its usual interval misses.
Andrews, Kitagawa and McCloskey (2024, Quarterly Journal of Economics 139, 305-358) correct it given
that it came first. For estimates with independent errors, the condition is that the winner lies
above the second: its score is a normal one cut off below there. The *hybrid* estimate and interval
assume besides that the truth lies in a *projection* interval of level :math:`1 - \beta`, which
covers whatever was chosen; with :math:`\beta = \alpha / 10` the level is :math:`1 - \alpha` in all.
"""

from dataclasses import dataclass

import numpy as np
from scipy.optimize import brentq
from scipy.special import log_ndtr, ndtri

from analysis_py.statistics.arrays import FloatArray

#: Share of the error probability that the projection within the hybrid takes.
_PROJECTION_SHARE = 0.1


@dataclass(frozen=True)
class Winner:
    """The best of several estimates, corrected; in the unit of the scores."""

    place: int  # Where it is among the estimates.
    corrected: float  # Median-unbiased hybrid estimate.
    hybrid_low: float  # The hybrid interval.
    hybrid_high: float
    projection_low: float  # The interval that covers whichever had been chosen.
    projection_high: float


def correct_winner(score: FloatArray, std_error: FloatArray, confidence_level: float) -> Winner:
    """Correct the highest of several scores with independent errors.

    Parameters
    ----------
    score, std_error : ndarray, shape (n,)
        Errors are positive. Of equal scores the first one counts as the best, and none of the
        others as the second.
    confidence_level : float
        Of the intervals.
    """
    best = int(np.argmax(score))
    y, s = float(score[best]), float(std_error[best])
    # equal scores are mostly copies of one model, which did not lose to itself
    second = float(score[score < score[best]].max(initial=-np.inf))
    alpha = 1 - confidence_level
    beta = alpha * _PROJECTION_SHARE
    reach = projection_critical(len(score), 1 - beta) * s
    tail = (alpha - beta) / (1 - beta) / 2

    def solve(p: float, reach: float) -> float:
        """Return the mean at which y is the p-quantile of its distribution as a winner."""

        def above(mean: float) -> float:
            return _cut_cdf((y - mean) / s, (max(second, mean - reach) - mean) / s, reach / s) - p

        return float(brentq(above, y - reach, y + reach, xtol=1e-10 * s))

    plain = projection_critical(len(score), confidence_level) * s
    # the estimate is kept within the interval that is shown with it
    return Winner(
        best, solve(0.5, plain), solve(1 - tail, reach), solve(tail, reach), y - plain, y + plain
    )


def projection_critical(n: int, confidence_level: float) -> float:
    """Return what the largest of n independent standard normal errors stays below in size."""
    tail = -np.expm1(np.log(confidence_level) / n) / 2
    return float(-ndtri(tail))


def _cut_cdf(z: float, low: float, high: float) -> float:
    """Return the distribution function at z of a standard normal cut to (low, high)."""
    if z >= high:
        return 1.0
    if z <= low:
        return 0.0
    if low > 0:
        return 1 - _cut_cdf(-z, -high, -low)
    below, at, top = (float(log_ndtr(each)) for each in (low, z, high))
    # (F(z) - F(low)) / (F(high) - F(low)), in logarithms for the tails
    return float(np.exp(at - top) * np.expm1(below - at) / np.expm1(below - top))
