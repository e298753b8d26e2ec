"""Calibration of abilities: bias and errors that the mode leaves, as recorded constants.

Notes
-----
The joint mode stretches the top of the scale, and its Laplace errors leave out what the variances
themselves are uncertain by. Both were measured by a parametric bootstrap (Efron and Tibshirani
1993, chapter 6) on the design of the committed hub (``tests/reference/ability/calibrate.py``), and
are checked on other seeds in ``tests/python/ability``.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analysis_py.statistics.ability.parameters import Scale
from analysis_py.statistics.arrays import FloatArray

#: Bias of a fitted ability: coefficients of its cube, square and first power, and a constant.
BIAS = (
    0.012992848719477965,
    0.07078605417694864,
    0.010409083085113832,
    -0.06292006077597986,
)
#: Outside of this range of abilities the bias is that at its end.
BIAS_RANGE = (-2.5, 2.0)
#: Calibrated over Laplace standard errors.
ERROR_FACTOR = 1.2


@dataclass(frozen=True)
class Abilities:
    """Calibrated abilities of mean 0 and mean square 1, with their covariance."""

    value: FloatArray
    covariance: FloatArray

    @property
    def std_error(self) -> FloatArray:
        """Return the standard error of each."""
        return np.sqrt(np.diag(self.covariance))

    def draw(self, n_draws: int, rng: np.random.Generator) -> FloatArray:
        """Return draws of all abilities, shape (n_draws, number of models)."""
        values, vectors = np.linalg.eigh(self.covariance)
        root = vectors * np.sqrt(np.maximum(values, 0))
        return self.value + rng.standard_normal((n_draws, len(self.value))) @ root.T


def correct_bias(ability: FloatArray) -> FloatArray:
    """Return abilities less the bias of the mode."""
    return ability - np.polyval(BIAS, np.clip(ability, *BIAS_RANGE))


def calibrate(scale: Scale) -> Abilities:
    """Return the abilities of a fit with bias and errors corrected."""
    fitted = scale.parameters.ability
    value = correct_bias(fitted)
    step = 0.01
    stretch = (correct_bias(fitted + step) - correct_bias(fitted - step)) / (2 * step)
    centre, spread = value.mean(), value.std()
    scaled = stretch * ERROR_FACTOR / spread
    covariance = scale.covariance.ability * scaled[:, None] * scaled[None]
    return Abilities((value - centre) / spread, covariance)
