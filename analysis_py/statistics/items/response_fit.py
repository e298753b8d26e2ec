"""Weighted likelihood abilities of a fitted response model."""

import numpy as np

from analysis_py.statistics.arrays import FloatArray
from analysis_py.statistics.items.response import Response

_LIMIT = 8.0
_STEPS = 641
_STEP = 2 * _LIMIT / (_STEPS - 1)
_REFINEMENTS = 8


def test_information(fitted: Response, ability: FloatArray) -> FloatArray:
    """Return the information of all items at each ability (Birnbaum 1968)."""
    p = fitted.probability(ability)
    return np.asarray((p * (1 - p)) @ fitted.slope**2)


def weighted_likelihood(fitted: Response) -> tuple[FloatArray, FloatArray]:
    r"""Return abilities by weighted likelihood, and their errors (Warm 1989, Psychometrika 54).

    In this model they maximise the likelihood times the root of the information, whose score is
    :math:`\sum a (x - P) + \sum a^3 P Q (1 - 2 P) / 2 I`: found on a grid, then by Fisher scoring.
    """
    grid = np.linspace(-_LIMIT, _LIMIT, _STEPS)
    log_odds = np.outer(fitted.slope, grid) + fitted.intercept[:, None]
    half = np.log(np.maximum(test_information(fitted, grid), 1e-300)) / 2
    logs = fitted.answers @ log_odds - np.logaddexp(0, log_odds).sum(0) + half
    estimate = grid[logs.argmax(1)]
    is_inside = np.abs(estimate) < _LIMIT
    right = fitted.answers @ fitted.slope

    def score(ability: FloatArray) -> tuple[FloatArray, FloatArray]:
        p = fitted.probability(ability)
        weight = p * (1 - p)
        information = np.maximum(weight @ fitted.slope**2, 1e-300)
        bias = (weight * (1 - 2 * p)) @ fitted.slope**3 / (2 * information)
        return right - p @ fitted.slope + bias, information

    for _ in range(_REFINEMENTS):
        found, information = score(estimate)
        step = np.clip(found / information, -_STEP, _STEP)
        estimate = np.where(is_inside, estimate + step, estimate)
    # the information of the weighted likelihood: what its score falls by
    ahead, behind = score(estimate + _STEP / 50)[0], score(estimate - _STEP / 50)[0]
    observed = np.maximum((behind - ahead) / (2 * _STEP / 50), 1e-300)
    return estimate, 1 / np.sqrt(observed)
