"""Predictions of scores from a scale, with everything that a score may miss them by."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import expit
from scipy.stats import t as student

from analysis_py.statistics.ability.parameters import Scale
from analysis_py.statistics.ability.scale import TAIL_DF
from analysis_py.statistics.ability.working import item_variance
from analysis_py.statistics.arrays import FloatArray, IntArray


@dataclass(frozen=True)
class Predicted:
    """Working logits of new scores: median, and variance by its sources, shape (k,)."""

    logit: FloatArray
    of_ability: FloatArray
    variance: FloatArray
    chance: FloatArray

    def quantile(self, level: float) -> FloatArray:
        """Return a quantile of the share, from 0 to 1."""
        return self.to_share(self.logit_quantile(level))

    def logit_quantile(self, level: float) -> FloatArray:
        """Return a quantile of the working logit."""
        return self.logit + student.ppf(level, TAIL_DF) * np.sqrt(self.variance)

    def to_share(self, logit: FloatArray) -> FloatArray:
        """Return shares, chance put back."""
        return self.chance + (1 - self.chance) * expit(logit)


def predict_scores(
    scale: Scale, model: IntArray, benchmark: IntArray, chance: FloatArray, n_items: FloatArray
) -> Predicted:
    """Predict what models would score on benchmarks that they were not run on.

    Parameters
    ----------
    scale : Scale
    model, benchmark : ndarray of int, shape (k,)
    chance, n_items : ndarray, shape (k,)
    """
    state, cells = scale.parameters, scale.cells
    w, b = len(cells.models), len(cells.benchmarks)
    slope = state.slope[benchmark]
    tangent = np.stack([slope, np.ones(len(model)), slope * state.ability[model]], axis=1)
    columns = np.stack([model, w + benchmark, w + b + benchmark], axis=1)
    block = scale.covariance[columns[:, :, None], columns[:, None, :]]
    of_ability = np.einsum("ki,kij,kj->k", tangent, block, tangent)
    developer = cells.developer[model]
    logit = (
        state.intercept[benchmark]
        + slope * state.ability[model]
        + scale.profile[developer, benchmark]
    )
    beyond = scale.profile_variance[developer, benchmark]
    beyond = beyond + (1 - state.developer_share) * state.extra[benchmark]
    above = np.clip(expit(logit), 0.3 / n_items, 1 - 0.3 / n_items)
    of_items = item_variance(above, chance, n_items)
    return Predicted(logit, of_ability, of_ability + beyond + of_items, chance)
