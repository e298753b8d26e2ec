"""The Epoch Capabilities Index as published: least squares of shares on logistic curves."""

from dataclasses import dataclass

import numpy as np
from scipy.optimize import least_squares
from scipy.special import expit

from analysis_py.statistics.arrays import FloatArray, IntArray


@dataclass(frozen=True)
class IndexFit:
    """Capabilities of models, and difficulties and slopes of benchmarks."""

    capability: FloatArray
    difficulty: FloatArray
    slope: FloatArray

    def expect(self, model: IntArray, benchmark: IntArray) -> FloatArray:
        """Return expected shares."""
        gap = self.capability[model] - self.difficulty[benchmark]
        return expit(self.slope[benchmark] * gap)


def fit_index(
    share: FloatArray,
    model: IntArray,
    benchmark: IntArray,
    anchor: int,
    ridge: float = 0.1,
    tolerance: float = 1e-8,
    size: tuple[int, int] | None = None,
) -> IndexFit:
    r"""Fit the index.

    Parameters
    ----------
    share : ndarray, shape (n,)
        From 0 to 1.
    model, benchmark : ndarray of int, shape (n,)
    anchor : int
        The benchmark whose slope is 1, and whose difficulty is 0 after the fit.
    ridge : float
        Penalty on all free parameters, divided by their number.
    tolerance : float
        Of the optimiser.
    size : tuple of int, optional
        Models and benchmarks, where some have no cell.

    Notes
    -----
    Ho et al. 2025, "A Rosetta Stone for AI benchmarks" (arXiv 2512.00193): the share is
    :math:`\sigma(a_b (c_m - d_b))`, by bounded least squares, capabilities and difficulties
    within 10 of zero and slopes from 0.1 to 10.
    """
    m, b = size or (int(model.max()) + 1, int(benchmark.max()) + 1)
    is_free = np.arange(b) != anchor
    column = m + b + np.cumsum(is_free) - 1
    n_free = m + 2 * b - 1
    rows, penalty = np.arange(len(share)), np.sqrt(ridge / n_free)
    own = is_free[benchmark]

    def split(x: FloatArray) -> IndexFit:
        slope = np.ones(b)
        slope[is_free] = x[m + b :]
        return IndexFit(x[:m], x[m : m + b], slope)

    def residuals(x: FloatArray) -> FloatArray:
        return np.r_[split(x).expect(model, benchmark) - share, penalty * x]

    def jacobian(x: FloatArray) -> FloatArray:
        state = split(x)
        expected = state.expect(model, benchmark)
        steep = expected * (1 - expected)
        gap = state.capability[model] - state.difficulty[benchmark]
        found = np.zeros((len(share) + n_free, n_free))
        found[rows, model] = steep * state.slope[benchmark]
        found[rows, m + benchmark] = -steep * state.slope[benchmark]
        found[rows[own], column[benchmark[own]]] = (steep * gap)[own]
        found[len(share) + np.arange(n_free), np.arange(n_free)] = penalty
        return found

    lower = np.r_[np.full(m + b, -10.0), np.full(b - 1, 0.1)]
    first = np.r_[np.zeros(m + b), np.ones(b - 1)]
    found = least_squares(
        residuals,
        first,
        jacobian,
        bounds=(lower, np.full(n_free, 10.0)),
        ftol=tolerance,
        xtol=tolerance,
        gtol=1e-10,
        max_nfev=400,
    )
    fit = split(found.x)
    shift = fit.difficulty[anchor]
    return IndexFit(fit.capability - shift, fit.difficulty - shift, fit.slope)
