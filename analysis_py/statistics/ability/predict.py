"""Predictions of scores from a scale, with everything that a score may miss them by."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import expit
from scipy.stats import t as student

from analysis_py.statistics.ability.parameters import Scale
from analysis_py.statistics.ability.scale import PRIOR_CELLS, TAIL_DF
from analysis_py.statistics.ability.working import item_variance
from analysis_py.statistics.arrays import FloatArray, IntArray

#: At least this share of the noise beyond items is a model's own where a score is predicted. The
#: developers' share is known from pairs of models, most of which are of the largest developers.
LEAST_OWN_SHARE = 0.2


@dataclass(frozen=True)
class Predicted:
    """Working logits of new scores: median, variance, and tails, shape (k,)."""

    logit: FloatArray
    variance: FloatArray
    df: FloatArray
    chance: FloatArray

    def quantile(self, level: float) -> FloatArray:
        """Return a quantile of the share, from 0 to 1."""
        return self.to_share(self.logit_quantile(level))

    def logit_quantile(self, level: float) -> FloatArray:
        """Return a quantile of the working logit."""
        # of a few degrees of freedom, as a quantile is slow to find
        known, which = np.unique(self.df, return_inverse=True)
        return self.logit + student.ppf(level, known)[which] * np.sqrt(self.variance)

    def to_share(self, logit: FloatArray) -> FloatArray:
        """Return shares, chance put back."""
        return self.chance + (1 - self.chance) * expit(logit)


def predict_scores(
    scale: Scale, model: IntArray, benchmark: IntArray, chance: FloatArray, n_items: FloatArray
) -> Predicted:
    """Predict what models would score on benchmarks that they were not run on.

    Notes
    -----
    What a benchmark has for noise of its own is known from as many developers as ran it, beside
    what all benchmarks have in common: the variance is a scaled inverse chi-square with their sum
    for degrees of freedom, which makes the tails of a score heavier than those of the noise. That
    the two mix to a t distribution whose reciprocal degrees of freedom add is an approximation.
    """
    state, cells = scale.parameters, scale.cells
    slope = state.slope[benchmark]
    of_ability = scale.covariance.of_logits(state, model, benchmark)
    developer = cells.developer[model]
    logit = (
        state.intercept[benchmark]
        + slope * state.ability[model]
        + scale.profile[developer, benchmark]
    )
    beyond = scale.profile_variance[developer, benchmark]
    own_share = max(1 - state.developer_share, LEAST_OWN_SHARE)
    beyond = beyond + own_share * state.extra[benchmark]
    above = np.clip(expit(logit), 0.3 / n_items, 1 - 0.3 / n_items)
    of_items = item_variance(above, chance, n_items)
    has_run = np.zeros(scale.profile.shape, dtype=bool)
    has_run[cells.developer[cells.model], cells.benchmark] = True
    df = 1 / (1 / TAIL_DF + 1 / (PRIOR_CELLS + has_run.sum(axis=0)[benchmark]))
    return Predicted(logit, of_ability + beyond + of_items, df, chance)
