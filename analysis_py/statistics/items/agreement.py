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
    n_items). A cubic in ``share_right`` of all models, shape (n_items,), is taken out of them.
    ``clusters`` numbers the items' clusters from 0. The correlation and the ends of its interval
    are NaN where fewer than four units, or nothing but difficulty, leave none.

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
    n_units, n_items = changes.shape
    powers = np.vander(share_right - share_right.mean(), 4)
    rest = changes - (powers @ np.linalg.lstsq(powers, changes.T, rcond=None)[0]).T
    products = rest @ rest.T / n_items
    if n_units < 4 or np.trace(products) < 1e-12:
        return np.nan, np.nan, np.nan
    half = n_units / 2
    reliability = _correlate_means(products, half)
    without_one = [
        _correlate_means(np.delete(np.delete(products, unit, 0), unit, 1), half)
        for unit in range(n_units)
    ]
    z = float(_fisher(reliability))
    of_units = jackknife(z, _fisher(np.array(without_one)), confidence_level)
    error_of_items = _error_of_items(rest, clusters) / (1 - min(reliability**2, _NEARLY_ONE))
    t = special.stdtrit(n_units - 1, (1 + confidence_level) / 2)
    half_width = t * np.hypot(of_units.std_error, error_of_items)
    return reliability, float(np.tanh(z - half_width)), float(np.tanh(z + half_width))


def _error_of_items(rest: FloatArray, clusters: IntArray) -> float:
    """Return the standard error of the correlation of halves over clusters of items."""
    n_units, n_items = rest.shape
    half = n_units / 2
    # each item's part in V and C, less their means
    squares, total = (rest**2).sum(0), rest.sum(0)
    of_unit, shared = squares / n_units, (total**2 - squares) / (n_units * (n_units - 1))
    within, between = of_unit.mean(), shared.mean()
    of_means = within / half + (1 - 1 / half) * between
    influence = (shared * within - of_unit * between) / half / of_means**2
    of_clusters = sum_by(influence[:, None], clusters)
    return float(np.sqrt((of_clusters**2).sum()) / n_items)


def _correlate_means(products: FloatArray, n_averaged: float) -> float:
    """Return the correlation of means of so many units each, from the products of all units."""
    n_units = len(products)
    within = np.trace(products) / n_units
    between = (products.sum() - n_units * within) / (n_units * (n_units - 1))
    return float(between / (within / n_averaged + (1 - 1 / n_averaged) * between))


def _fisher(r: float | FloatArray) -> FloatArray:
    return np.asarray(np.arctanh(np.clip(r, -_NEARLY_ONE, _NEARLY_ONE)))
