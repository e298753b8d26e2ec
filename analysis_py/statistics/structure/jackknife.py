"""Intervals from leaving each cluster out in turn."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import special

from analysis_py.statistics.arrays import FloatArray

#: Fewer clusters make no interval.
FEWEST_CLUSTERS = 4


@dataclass(frozen=True)
class Jackknifed:
    """An estimate with its standard error and interval; NaN where there are too few clusters."""

    estimate: float
    std_error: float
    ci_low: float
    ci_high: float
    p_value: float


def jackknife(
    estimate: float, without: FloatArray, confidence_level: float, null: float = 0.0
) -> Jackknifed:
    r"""Return the interval of an estimate from its values without each of the clusters.

    Parameters
    ----------
    estimate : float
        On a scale on which it is about normal.
    without : numpy.ndarray, shape (g,)
        The same without each cluster; NaN where it cannot be had.
    confidence_level : float
    null : float
        The value that is tested.

    Notes
    -----
    The variance is :math:`\frac{g-1}{g}\sum_g(\hat\theta_{(g)}-\hat\theta)^2`, the CV3 estimator
    (MacKinnon, Nielsen and Webb 2023, Journal of Applied Econometrics 38, 671-694, eq. 8), against
    t with g − 1 degrees of freedom.
    """
    g = len(without)
    if g < FEWEST_CLUSTERS or not np.isfinite([estimate, *without]).all():
        return Jackknifed(estimate, *(np.nan,) * 4)
    error = float(np.sqrt((g - 1) / g * ((without - estimate) ** 2).sum()))
    half = float(special.stdtrit(g - 1, (1 + confidence_level) / 2)) * error
    t = abs(estimate - null) / error if error > 0 else np.nan
    p = float(2 * special.stdtr(g - 1, -t))
    return Jackknifed(estimate, error, estimate - half, estimate + half, p)
