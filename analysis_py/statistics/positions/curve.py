"""The curve of score over size: a natural cubic spline with base families of equal weight.

Hastie, Tibshirani and Friedman (2009), The Elements of Statistical Learning, equation 5.4.
"""

from dataclasses import dataclass

import numpy as np

from analysis_py.statistics.arrays import BoolArray, FloatArray, IntArray
from analysis_py.statistics.numerics.natural_spline import natural_spline

# Where Harrell (2015, Regression Modeling Strategies, section 2.4.6) puts five knots and three.
_FIVE = (0.05, 0.275, 0.5, 0.725, 0.95)
_THREE = (0.10, 0.5, 0.90)
_SIZES_FOR_FIVE = 12
_SIZES_FOR_THREE = 6


@dataclass(frozen=True)
class Curve:
    """A natural cubic spline in log size, with a shift for each group that has one.

    Attributes
    ----------
    knots : numpy.ndarray, shape (k,)
        Natural logarithms of sizes; fewer than three make a straight line.
    coefficients : numpy.ndarray, shape (1 + n basis functions,)
        Of the constant and of the basis, in percent.
    shifts : dict of int to float
        Percent by which a group lies above the curve.
    """

    knots: FloatArray
    coefficients: FloatArray
    shifts: dict[int, float]

    def at(self, log_size: FloatArray, groups: IntArray) -> FloatArray:
        """Return the expected score, in percent, at some sizes and for some groups."""
        # a sum by row: a product's last digits depend on how many rows there are
        expected = (natural_spline(log_size, self.knots) * self.coefficients).sum(axis=1)
        for number, shift in self.shifts.items():
            expected = expected + shift * (groups == number)
        return expected


def fit_curve(
    log_size: FloatArray,
    score: FloatArray,
    weight: FloatArray,
    knots: FloatArray,
    groups: IntArray,
    shifted: tuple[int, ...],
) -> Curve:
    """Fit the curve by weighted least squares; only the groups in ``shifted`` lie beside it."""
    design = natural_spline(log_size, knots)
    n_basis = design.shape[1]
    design = np.column_stack([design, *[(groups == number).astype(float) for number in shifted]])
    root = np.sqrt(weight)
    coefficients, *_ = np.linalg.lstsq(design * root[:, None], score * root, rcond=None)
    shifts = dict(zip(shifted, coefficients[n_basis:].tolist(), strict=True))
    return Curve(knots, np.asarray(coefficients[:n_basis], dtype=np.float64), shifts)


def place_knots(log_size: FloatArray, weight: FloatArray, total: float) -> FloatArray:
    """Return where a curve bends: at sizes that given shares of the weight lie below."""
    n_sizes = 1 + int(np.count_nonzero(np.diff(log_size)))
    if n_sizes < _SIZES_FOR_THREE:
        return np.empty(0)
    shares = _FIVE if n_sizes >= _SIZES_FOR_FIVE else _THREE
    reached = np.cumsum(weight) / total
    at = np.searchsorted(reached, shares)
    knots = np.unique(log_size[np.minimum(at, len(log_size) - 1)])
    # a bend needs three knots that differ
    return np.asarray(knots if len(knots) >= 3 else np.empty(0))


def is_within_sizes(log_size: FloatArray, fitted: FloatArray) -> BoolArray:
    """Return which sizes lie within those of a fit, up to the rounding of names."""
    slack = np.log(1.05)
    return (log_size >= fitted.min() - slack) & (log_size <= fitted.max() + slack)
