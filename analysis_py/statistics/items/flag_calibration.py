r"""Probabilities that an audit would flag an item, learnt from the items that one has judged.

.. math:: P = u \, \sigma(a + b \log BF)

with the log Bayes factor within :math:`\pm 12`. An audit never confirms all that answers speak
against, hence u. Each subject's probabilities come from the labels of the others. With another
variable h, such as how hard an item is, :math:`c h` is added: then the factor's part is what it
says beyond h.
"""

import numpy as np
from scipy.optimize import minimize
from scipy.special import expit

from analysis_py.statistics.arrays import BoolArray, FloatArray, IntArray
from analysis_py.statistics.numerics.tolerances import EQUAL_PLACES

_LARGEST_FACTOR = 12.0
_FIRST = -1.5, -1.0, 1.5, 0.0
_BOUNDS = (-10.0, 10.0), (-4.0, 2.0), (-4.0, 6.0), (-10.0, 10.0)
#: With fewer subjects items are left out by tens.
_FEWEST_PARTS = 5
_FOLDS = 10
#: An audit with fewer flagged, or with fewer sound ones, calibrates nothing.
FEWEST_LABELS = 30


def fit_calibration(
    factor: FloatArray, is_flagged: BoolArray, held: FloatArray | None = None
) -> FloatArray:
    """Return a, log b, the log odds of u, and c by maximum likelihood, shape (3,) or (4,).

    Parameters
    ----------
    factor : ndarray, shape (m,)
        Log Bayes factors of the items that were judged.
    is_flagged : ndarray of bool, shape (m,)
    held : ndarray, shape (m,), optional
        The other variable, centred.
    """
    n = 3 if held is None else 4
    h = np.zeros(len(factor)) if held is None else held
    x = np.clip(factor, -_LARGEST_FACTOR, _LARGEST_FACTOR)

    def loss(at: FloatArray) -> tuple[float, FloatArray]:
        slope, confirmed = np.exp(at[1]), expit(at[2])
        known = expit(at[0] + slope * x + (at[3] * h if n == 4 else 0))
        p = np.clip(confirmed * known, 1e-12, 1 - 1e-12)
        by_p = (p - is_flagged) / (p * (1 - p))
        by_line = by_p * confirmed * known * (1 - known)
        gradient = [by_line.sum(), slope * (by_line @ x), (by_p @ known) * confirmed]
        gradient[2] *= 1 - confirmed
        gradient += [by_line @ h] if n == 4 else []
        return -float(np.log(np.where(is_flagged, p, 1 - p)).sum()), np.array(gradient)

    return np.asarray(minimize(loss, _FIRST[:n], jac=True, method="L-BFGS-B", bounds=_BOUNDS[:n]).x)


def cross_fit(
    factor: FloatArray, is_flagged: FloatArray, part_of: IntArray, held: FloatArray | None = None
) -> FloatArray:
    """Return the calibration of each item, learnt without its subject, shape (m, 3) or (m, 4).

    Parameters
    ----------
    factor, is_flagged : ndarray, shape (m,)
        NaN where an item was not judged.
    part_of : ndarray of int, shape (m,)
        Numbers of subjects.
    held : ndarray, shape (m,), optional
        As for :func:`fit_calibration`.
    """
    folds = part_of if part_of.max() + 1 >= _FEWEST_PARTS else np.arange(len(part_of)) % _FOLDS
    judged = ~np.isnan(is_flagged)
    fits = np.empty((len(part_of), 3 if held is None else 4))
    for fold in np.unique(folds):
        others = judged & (folds != fold)
        held_of_others = None if held is None else held[others]
        fits[folds == fold] = fit_calibration(
            factor[others], is_flagged[others] == 1, held_of_others
        )
    return fits


def calibrated(calibration: FloatArray, factor: FloatArray) -> FloatArray:
    """Return the probabilities of being flagged, at 0 of another variable, shape (m,).

    Parameters
    ----------
    calibration : ndarray, shape (m, 3 or 4) or (3 or 4,)
    factor : ndarray, shape (m,)
    """
    a, log_b, odds = np.moveaxis(calibration, -1, 0)[:3]
    x = np.clip(factor, -_LARGEST_FACTOR, _LARGEST_FACTOR)
    return np.asarray(expit(odds) * expit(a + np.exp(log_b) * x))


def expected_fdr(p: FloatArray) -> FloatArray:
    """Return the expected share of sound items among those that are as suspect, shape (m,).

    The mean of local false discovery rates (Efron 2010, Large-Scale Inference, chapter 5).
    """
    order = np.argsort(-p.round(EQUAL_PLACES), kind="stable")
    rates = np.empty(len(p))
    rates[order] = np.cumsum(1 - p[order]) / np.arange(1, len(p) + 1)
    return rates
