r"""Suspect items: those that measure something else than the others, such as under a wrong key.

Each item is looked at under two models of its slope :math:`a` and intercept :math:`d`. A *sound*
one is drawn from the distribution that the benchmark's own items have (a hierarchical
two-parameter model: log-normal slopes, normal intercepts). A *suspect* one is flat or falls with
ability: :math:`a \sim N(-0.35, 0.35^2)`, :math:`d \sim N(0, 1.5^2)`. The log Bayes factor of the
two, the share of suspect items by EM, and hence each item's probability follow, and its complement
is a local false discovery rate (Efron 2010, Large-Scale Inference, chapter 5; Müller, Parmigiani
and Rice 2007, Bayesian Statistics 8, 349-370). An item that nobody solves is looked at as any
other.
"""

from dataclasses import dataclass

import numpy as np
from scipy import stats
from scipy.special import expit, logsumexp

from analysis_py.statistics.arrays import FloatArray, IntArray
from analysis_py.statistics.items.panel import sum_by
from analysis_py.statistics.items.response import Prior, fit_hierarchical

#: Slopes and intercepts of an item that does not measure the ability.
SUSPECT = Prior(-0.35, 0.35, 0.0, 1.5)
#: Of the models, the ablest that are looked at by themselves.
ABLE_SHARE = 1 / 3
_NODES, _LOG_WEIGHTS = np.polynomial.hermite_e.hermegauss(9)
_LOG_WEIGHTS = np.log(_LOG_WEIGHTS) + _NODES**2 / 2
_NEWTON_STEPS = 20
_MOST_UNBINNED = 500
_BIN = 0.02
_FIRST_SHARE = 0.05
_SHARES = 1e-4, 0.5
_ROUNDS = 200


@dataclass(frozen=True)
class Suspicion:
    """The evidence against each item, shape (m,).

    Attributes
    ----------
    log_bayes_factor : ndarray
        Natural logarithm, of suspect against sound.
    p_bad : ndarray
        Probability that the item is suspect.
    fdr : ndarray
        Expected share of sound items among those that are at least as suspect.
    place : ndarray of int
        1 is the most suspect.
    share_bad : float
        Share of suspect items in the benchmark.
    """

    log_bayes_factor: FloatArray
    p_bad: FloatArray
    fdr: FloatArray
    place: IntArray
    share_bad: float


def judge_items(answers: FloatArray, ability: FloatArray, sound: Prior) -> Suspicion:
    """Return how suspect each item is."""
    factor = _marginal(answers, ability, SUSPECT) - _marginal(answers, ability, sound)
    share = _FIRST_SHARE
    for _ in range(_ROUNDS):
        p_bad = expit(factor + np.log(share / (1 - share)))
        share = float(np.clip(p_bad.mean(), *_SHARES))
    order = np.argsort(-factor, kind="stable")
    fdr, place = np.empty_like(factor), np.empty(len(factor), dtype=np.int64)
    fdr[order] = np.cumsum(1 - p_bad[order]) / np.arange(1, len(order) + 1)
    place[order] = np.arange(1, len(order) + 1)
    return Suspicion(factor, p_bad, fdr, place, share)


def count_under_null(n: int, m: int, sound: Prior, fdr: float, rng: np.random.Generator) -> int:
    """Return how many items are flagged where all are sound: in one simulated table of n by m."""
    slope = np.exp(rng.normal(sound.slope_mean, sound.slope_sd, m))
    intercept = rng.normal(sound.intercept_mean, sound.intercept_sd, m)
    p = expit(np.outer(rng.standard_normal(n), slope) + intercept)
    answers = (rng.random((n, m)) < p).astype(float)
    fitted = fit_hierarchical(answers, sound)
    return int((judge_items(answers, fitted.ability, fitted.prior).fdr <= fdr).sum())


def falling_tests(answers: FloatArray, families: IntArray) -> tuple[FloatArray, FloatArray]:
    """Test whether each item falls with ability, base families being the independent units.

    The part of a family in the covariance of the item and the score on all others is one
    observation, and their mean is compared with zero by t with one degree of freedom less than
    there are families (Ibragimov and Müller 2010, Journal of Business and Economic Statistics 28,
    453-468; the parts are those of Boos 1992).

    Returns
    -------
    p_value, p_adjusted : ndarray, shape (m,)
        One-sided, small where the item falls; adjusted by Benjamini and Hochberg. NaN where all
        answers are alike, or of fewer than two families.
    """
    n_families = int(families.max()) + 1
    rest = answers.sum(1, keepdims=True) - answers
    parts = sum_by((rest - rest.mean(0)) * (answers - answers.mean(0)), families)
    spread = parts.std(0, ddof=1) if n_families > 1 else np.zeros(answers.shape[1])
    # all answers alike leave rounding
    is_open = (np.ptp(answers, axis=0) > 0) & (spread > 0)
    with np.errstate(divide="ignore", invalid="ignore"):
        t = parts.mean(0) / (spread / np.sqrt(n_families))
    p_value = np.where(is_open, stats.t.cdf(np.where(is_open, t, 0.0), n_families - 1), np.nan)
    adjusted = np.full_like(p_value, np.nan)
    if is_open.any():
        adjusted[is_open] = stats.false_discovery_control(p_value[is_open])
    return p_value, adjusted


def item_rest_correlations(answers: FloatArray) -> FloatArray:
    """Return the correlation of each item with the score on all others; NaN if one is constant."""
    rest = answers.sum(1, keepdims=True) - answers
    rest, own = rest - rest.mean(0), answers - answers.mean(0)
    length = np.sqrt((rest**2).sum(0) * (own**2).sum(0))
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(length > 1e-9, (rest * own).sum(0) / length, np.nan)


def able_share(answers: FloatArray) -> FloatArray:
    """Return the share right among the ablest third of the evaluations, shape (m,)."""
    n_able = max(3, int(len(answers) * ABLE_SHARE))
    ablest = np.argsort(-answers.mean(1), kind="stable")[:n_able]
    return np.asarray(answers[ablest].mean(0))


def _marginal(answers: FloatArray, ability: FloatArray, prior: Prior) -> FloatArray:
    """Return the log probability of each item's answers, its parameters integrated out.

    By Gauss and Hermite's rule around the largest value of each item's posterior, so that many
    evaluations, which leave little open, cost no more nodes (Liu and Pierce 1994, Biometrika 81).
    """
    of_slope, of_intercept = answers.T @ ability, answers.sum(0)
    theta, count = _binned(ability)
    spread = np.array([prior.slope_sd, prior.intercept_sd])
    mean = np.array([prior.slope_mean, prior.intercept_mean])
    share = (of_intercept + 0.5) / (len(ability) + 1)
    at = np.stack([np.full(len(share), prior.slope_mean), np.log(share / (1 - share))])

    def log_density(at: FloatArray) -> FloatArray:
        slope = np.exp(at[0]) if prior.is_log else at[0]
        odds = count @ np.logaddexp(0, np.outer(theta, slope) + at[1])
        z = (at - mean[:, None]) / spread[:, None]
        return np.asarray(
            slope * of_slope + at[1] * of_intercept - odds - (z**2).sum(0) / 2
        ) - np.log(2 * np.pi * spread.prod())

    for _ in range(_NEWTON_STEPS):
        slope = np.exp(at[0]) if prior.is_log else at[0]
        scale = slope if prior.is_log else np.ones_like(slope)
        p = expit(np.outer(theta, slope) + at[1])
        weight = count[:, None] * p * (1 - p)
        score = np.stack([scale * (of_slope - (count * theta) @ p), of_intercept - count @ p])
        score -= (at - mean[:, None]) / spread[:, None] ** 2
        a = scale**2 * (theta**2 @ weight) + spread[0] ** -2
        b, c = scale * (theta @ weight), weight.sum(0) + spread[1] ** -2
        determinant = a * c - b**2
        step = np.stack([c * score[0] - b * score[1], a * score[1] - b * score[0]]) / determinant
        at = at + np.clip(step, -1, 1)
    # the root of the inverse information
    first = np.sqrt(c / determinant)
    lean, second = -b / np.sqrt(c * determinant), 1 / np.sqrt(c)
    logs = [
        log_density(at + np.stack([first * z, lean * z + second * u])) + of_z + of_u
        for z, of_z in zip(_NODES, _LOG_WEIGHTS, strict=True)
        for u, of_u in zip(_NODES, _LOG_WEIGHTS, strict=True)
    ]
    return np.asarray(logsumexp(np.stack(logs), axis=0) + np.log(first * second))


def _binned(ability: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return abilities and how many have them; many are shared out between the ends of bins."""
    if len(ability) <= _MOST_UNBINNED:
        return ability, np.ones(len(ability))
    low = float(ability.min())
    place = (ability - low) / _BIN
    left = np.floor(place).astype(int)
    n = int(left.max()) + 2
    count = np.bincount(left, left + 1 - place, n) + np.bincount(left + 1, place - left, n)
    return low + _BIN * np.arange(n, dtype=float), count.astype(float)
