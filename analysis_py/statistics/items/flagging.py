"""Probabilities that items are at fault, where an audit or the kind of answer gives them."""

from dataclasses import dataclass

import numpy as np
from scipy import stats

from analysis_py.statistics.arrays import FloatArray
from analysis_py.statistics.items.flag_calibration import FEWEST_LABELS, calibrated, cross_fit
from analysis_py.statistics.items.key_evidence import (
    SLOPE,
    Evidence,
    abilities,
    log_curves,
    weigh_letters,
    weigh_right_wrong,
)
from analysis_py.statistics.items.key_panel import KeyPanel

_ROUNDS = 12
#: Of the evaluations, the ablest that are shown by themselves.
ABLE_SHARE = 1 / 3


@dataclass(frozen=True)
class FlagProbabilities:
    """Probabilities that each item is at fault.

    Attributes
    ----------
    own : ndarray, shape (m,)
        From all models of the panel.
    without : ndarray, shape (n_families, m)
        From the models of all families but one, in the order of their numbers, weighed anew and
        stated by the same calibration; NaN where fewer than two models are left.
    without_held : ndarray, shape (n_families, m)
        The same by a calibration that holds the share right of able models fixed: what answers say
        beyond how hard an item is. NaN also without an audit.
    """

    own: FloatArray
    without: FloatArray
    without_held: FloatArray


def weigh(panel: KeyPanel) -> Evidence:
    """Weigh the options chosen where they are known, else right and wrong."""
    return weigh_right_wrong(panel) if panel.chosen is None else weigh_letters(panel)


def has_audit(panel: KeyPanel) -> bool:
    """Return whether an audit flagged, and cleared, enough items to calibrate by."""
    flagged = np.array([(panel.is_flagged == value).sum() for value in (0, 1)])
    return bool((flagged >= FEWEST_LABELS).all())


def find_probabilities(panel: KeyPanel, evidence: Evidence | None = None) -> FlagProbabilities:
    """Return how probably each item is at fault, with and without each family's models.

    By an audit of the benchmark where there is one. Open answers without one have the posterior
    of the model itself, for models that err there hardly agree.

    Parameters
    ----------
    panel : KeyPanel
    evidence : Evidence, optional
        Of this panel, where it has been weighed already.

    Raises
    ------
    ValueError
        If nothing calibrates the evidence: no audit, and options to choose from.
    """
    evidence = evidence or weigh(panel)
    calibration = held = None
    if has_audit(panel):
        given = evidence.log_bayes_factor, panel.is_flagged, panel.parts
        calibration, held = cross_fit(*given), cross_fit(*given, able_ease(panel.right))
    elif panel.n_options.any():
        raise ValueError("probabilities of wrong keys among options need an audit")

    def state(weighed: Evidence) -> FloatArray:
        if calibration is None:
            return weighed.p_bad
        return calibrated(calibration, weighed.log_bayes_factor)

    n_families = int(panel.families.max()) + 1
    without = np.full((2, n_families, len(panel.parts)), np.nan)
    for family in range(n_families):
        others = panel.families != family
        if others.sum() > 1:
            weighed = weigh(panel.of_models(others))
            without[0, family] = state(weighed)
            if held is not None:
                without[1, family] = calibrated(held, weighed.log_bayes_factor)
    return FlagProbabilities(state(evidence), *without)


def able_ease(right: FloatArray) -> FloatArray:
    """Return the centred log odds of the share right of the ablest third, shape (m,).

    Parameters
    ----------
    right : ndarray, shape (n, m)
        NaN where missing.
    """
    n_able = max(int(np.ceil(len(right) * ABLE_SHARE)), 1)
    able = right[np.argsort(-np.nanmean(right, 1), kind="stable")[:n_able]]
    has = ~np.isnan(able)
    share = (np.where(has, able, 0).sum(0) + 0.5) / (has.sum(0) + 1)
    odds = np.log(share / (1 - share))
    return np.asarray(odds - odds.mean())


def ability_agreement(right: FloatArray) -> float:
    """Return Spearman's correlation of abilities and scores, low where there is no one ability.

    Abilities are the sufficient statistic of the two-parameter model (Birnbaum 1968): the mean of
    right answers weighted by the items' slopes, which are posterior means on the lattice. Where
    items measure one thing, items that measure it better do not change the order.

    Parameters
    ----------
    right : ndarray, shape (n, m)
        NaN where missing.
    """
    has = ~np.isnan(right)
    scored = np.where(has, right, 0.0)
    log_p, log_q = log_curves(0.0, abilities(right), 1e-6)
    logs = scored.T @ (log_p - log_q) + has.T.astype(float) @ log_q
    likelihood = np.exp(logs - logs.max(1, keepdims=True))
    prior = np.full(len(SLOPE), 1 / len(SLOPE))
    for _ in range(_ROUNDS):
        posterior = likelihood * prior
        posterior /= posterior.sum(1, keepdims=True)
        prior = posterior.mean(0)
    slope = posterior @ SLOPE
    weighted = (scored @ slope) / (has @ slope)
    return float(stats.spearmanr(weighted, scored.sum(1) / has.sum(1))[0])
