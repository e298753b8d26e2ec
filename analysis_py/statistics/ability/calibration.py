"""Calibrated abilities: a fit less its bias, with errors that were measured."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analysis_py.statistics.ability.parameters import Scale
from analysis_py.statistics.arrays import FloatArray

#: The least factor of Laplace errors, which leave out what the variances are uncertain by.
LEAST_ERROR_FACTOR = 1.2
#: How far to either side of an ability its correction is looked at for how an error grows, in
#: standard deviations of ability: about the error of an able model.
_REACH = 0.1


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
        # the symmetric root does not depend on the signs of the eigenvectors
        root = (vectors * np.sqrt(np.maximum(values, 0))) @ vectors.T
        return self.value + rng.standard_normal((n_draws, len(self.value))) @ root


@dataclass(frozen=True)
class Calibration:
    """The bias of a cohort's fitted abilities, and the factors of their Laplace errors.

    The nodes are of a curve that grows; beyond them bias and factor are those at the nearer end.
    ``noise`` is what multiplies fitted variances of noise, since a fit finds less than there is.
    """

    fitted: FloatArray
    corrected: FloatArray
    factors: FloatArray
    noise: float = 1.0

    def correct(self, fitted: FloatArray) -> FloatArray:
        """Return fitted abilities less their bias."""
        at = np.clip(fitted, self.fitted[0], self.fitted[-1])
        return np.interp(at, self.fitted, self.corrected) + fitted - at

    def stretch(self, fitted: FloatArray) -> FloatArray:
        """Return how much corrected abilities grow with fitted ones, over what errors reach."""
        return (self.correct(fitted + _REACH) - self.correct(fitted - _REACH)) / (2 * _REACH)

    def error_factors(self, fitted: FloatArray) -> FloatArray:
        """Return what multiplies the Laplace errors of fitted abilities."""
        return np.interp(fitted, self.fitted, self.factors)

    def abilities(self, scale: Scale) -> tuple[FloatArray, FloatArray]:
        """Return corrected abilities of mean 0 and mean square 1, and each one's factor of errors.

        The factor is of an error on the scale of the fit.
        """
        fitted = scale.parameters.ability
        value = self.correct(fitted)
        spread = value.std()
        factor = self.error_factors(fitted) * self.stretch(fitted) / spread
        return (value - value.mean()) / spread, factor


def calibrate(scale: Scale, calibration: Calibration) -> Abilities:
    """Return the abilities of a fit with bias and errors corrected."""
    value, factor = calibration.abilities(scale)
    return Abilities(value, scale.covariance.ability * factor[:, None] * factor)
