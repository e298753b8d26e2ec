"""Agreement of independent units, such as makers, on the items with a difference."""

import numpy as np
from scipy import special

from analysis_py.statistics.arrays import FloatArray, IntArray
from analysis_py.statistics.items.panel import sum_by
from analysis_py.statistics.numerics.jackknife import jackknife

#: Largest correlation whose Fisher transform is taken.
_NEARLY_ONE = 1 - 1e-9


def agree_in_halves(
    changes: FloatArray, share_right: FloatArray, clusters: IntArray, confidence_level: float
) -> tuple[float, float, float]:
    r"""Return how well two halves of the units agree on which items differ, given difficulty.

    ``changes`` are mean differences, tuned less base, on each item in each unit, shape (n_units,
    m). A cubic in ``share_right`` of all models, shape (m,), is taken out of them. ``clusters``
    numbers the items' clusters from 0. The correlation and the ends of its interval are NaN where
    fewer than four units, or nothing but difficulty, leave none.

    Notes
    -----
    With V the mean variance of a unit's changes over items and C the mean covariance of two units,
    means of h units correlate by :math:`r = C / (V / h + (1 - 1 / h) C)` (Spearman 1910 and Brown
    1910, British Journal of Psychology 3, 271-322), which random halves give on average. Other
    units and other items would give another r: the variance of Fisher's z is the jackknife's over
    units plus that of the influences of clusters of items, against t. What the two have in common
    counts twice, so that the interval covers 95 % or more.

    Only differences are identified: with patterns B of bases and T of tuned models of units i and
    j, C is :math:`cov(B_i, B_j) + cov(T_i, T_j) - 2 cov(B_i, T_j)`, so r does not say whose pattern
    units share (Cronbach and Furby 1970, Psychological Bulletin 74, 68-80).
    """
    n, m = changes.shape
    powers = np.vander(share_right - share_right.mean(), 4)
    rest = changes - (powers @ np.linalg.lstsq(powers, changes.T, rcond=None)[0]).T
    products = rest @ rest.T / m
    if n < 4 or np.trace(products) < 1e-12:
        return np.nan, np.nan, np.nan
    r, h = _correlate(products, n / 2), n / 2
    without = [_correlate(np.delete(np.delete(products, i, 0), i, 1), h) for i in range(n)]
    z = float(_fisher(r))
    units = jackknife(z, _fisher(np.array(without)), confidence_level)
    # each item's part in V and C, less their means
    squares, total = (rest**2).sum(0), rest.sum(0)
    own, shared = squares / n, (total**2 - squares) / (n * (n - 1))
    v, c = own.mean(), shared.mean()
    influence = (shared * v - own * c) / h / (v / h + (1 - 1 / h) * c) ** 2
    of_clusters = sum_by(influence[:, None], clusters)
    items = np.sqrt((of_clusters**2).sum()) / m / (1 - min(r**2, _NEARLY_ONE))
    half = special.stdtrit(n - 1, (1 + confidence_level) / 2) * np.hypot(units.std_error, items)
    return r, float(np.tanh(z - half)), float(np.tanh(z + half))


def _correlate(products: FloatArray, h: float) -> float:
    """Return the correlation of means of h units each, from the products of all units."""
    n = len(products)
    v = np.trace(products) / n
    c = (products.sum() - n * v) / (n * (n - 1))
    return float(c / (v / h + (1 - 1 / h) * c))


def _fisher(r: float | FloatArray) -> FloatArray:
    return np.asarray(np.arctanh(np.clip(r, -_NEARLY_ONE, _NEARLY_ONE)))
