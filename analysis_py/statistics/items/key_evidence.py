r"""What the answers say against the printed keys, item by item.

A wrong key is one of the wrong options. So each item is looked at under two suppositions: that the
printed key is right, and that another option is, or none. An item has a slope :math:`a`, an
intercept :math:`d` and a chance :math:`c` of being guessed right; a model of ability
:math:`\theta` chooses the true key with probability

.. math:: p = c + (1 - c) \, \sigma(a \theta + d)

(Birnbaum 1968), on a lattice of slopes and intercepts whose weights are learnt from the items by
EM. The votes of those who err are spread over the other options by a Dirichlet multinomial. The
log Bayes factor says how much likelier the answers are where the printed key is wrong. It puts
items in an order; whether models are right against the key or err together it does not know.

Votes of one base family are not independent: with n models of a family in the panel each counts
:math:`1 / (1 + \rho (n - 1))`.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import betainc, expit, gammaln

from analysis_py.statistics.arrays import FloatArray, IntArray
from analysis_py.statistics.items.key_panel import KeyPanel

_SLOPES = np.exp(np.linspace(-1.6, 1.4, 7))
_INTERCEPTS = np.linspace(-6.0, 6.0, 17)
SLOPE, INTERCEPT = (each.ravel() for each in np.meshgrid(_SLOPES, _INTERCEPTS, indexing="ij"))
_CELLS = len(SLOPE)
#: Of votes within a base family.
_CORRELATION = 0.1
#: Of a subject's ability, how much is the model's share right in that subject.
_OWN_ABILITY = 0.7
_SHARE_LIMITS = 0.02, 0.98
#: Of the Dirichlet multinomial: those who err mostly choose few of the wrong options.
_SPREAD = 0.8
#: Where the printed key is wrong: another option is right, or none.
_ANOTHER, _NONE = 0.6, 0.4
_FIRST_SHARES = 0.92, 0.05, 0.03
_LETTER_ROUNDS = 12
_LEAST_WEIGHT = 0.02
#: Shares of those who err that choose the printed key, and the law of them for an open answer.
_VOTES = np.array([0.002, 0.01, 0.03, 0.06, 0.1, 0.16, 0.25, 0.35, 0.5, 0.65, 0.8, 0.95])
_VOTE_EDGES = np.concatenate([[0.0], (_VOTES[1:] + _VOTES[:-1]) / 2, [1.0]])
_OPEN_VOTES = 0.5, 6.0
_RIGHT_ROUNDS = 60
_FIRST_BAD = 0.04
_BAD_LIMITS = 1e-4, 0.5
#: A subject's distributions are drawn towards those of all by as many items.
_SHARED_ITEMS = 100.0
_TINY = 1e-300
_NEVER = -1e4


@dataclass(frozen=True)
class Evidence:
    """What speaks against the printed key of each item.

    Attributes
    ----------
    log_bayes_factor : ndarray, shape (m,)
        Natural logarithm, of a wrong key against the printed one.
    p_bad : ndarray, shape (m,)
        Probability of a wrong key if models never err together.
    proposal : ndarray of int, shape (m,), or None
        Number of the option that is likeliest to be right instead; None from right and wrong.
    """

    log_bayes_factor: FloatArray
    p_bad: FloatArray
    proposal: IntArray | None


def abilities(right: FloatArray, overall: FloatArray | None = None) -> FloatArray:
    """Return standardised log odds of the shares right, shape (n,).

    Parameters
    ----------
    right : ndarray, shape (n, m)
        NaN where missing.
    overall : ndarray, shape (n,), optional
        Abilities on the whole benchmark, towards which those of a subject are drawn.
    """
    has = ~np.isnan(right)
    share = (np.where(has, right, 0).sum(1) + 0.5) / (has.sum(1) + 1)
    odds = np.clip(share, *_SHARE_LIMITS)
    log_odds = np.log(odds / (1 - odds))
    spread = log_odds.std()
    if spread == 0:
        return np.zeros(len(log_odds)) if overall is None else overall
    log_odds = (log_odds - log_odds.mean()) / spread
    return log_odds if overall is None else _OWN_ABILITY * log_odds + (1 - _OWN_ABILITY) * overall


def family_weights(families: IntArray) -> FloatArray:
    """Return how much each model's vote counts, shape (n,)."""
    return np.asarray(1 / (1 + _CORRELATION * (np.bincount(families)[families] - 1)))


def weigh_letters(panel: KeyPanel) -> Evidence:
    """Weigh which option was chosen, subject by subject; an item has two options at least."""
    assert panel.chosen is not None
    m = len(panel.parts)
    overall, weights = abilities(panel.right), family_weights(panel.families)
    factor, p_bad, proposal = np.empty(m), np.empty(m), np.empty(m, dtype=np.int64)
    for part in np.unique(panel.parts):
        of = np.flatnonzero(panel.parts == part)
        ability = abilities(panel.right[:, of], overall)
        votes = _Votes(panel.chosen[:, of], panel.n_options[of], ability, weights)
        prior, shares = np.full(_CELLS, 1 / _CELLS), np.array(_FIRST_SHARES)
        for _ in range(_LETTER_ROUNDS):
            prior, shares = votes.learn(prior, shares)
        factor[of], p_bad[of], proposal[of] = votes.judge(prior, shares)
    return Evidence(factor, p_bad, proposal)


class _Votes:
    """The likelihoods of one subject's items with each option as the key, cell by cell."""

    def __init__(
        self, chosen: IntArray, n_options: IntArray, ability: FloatArray, weights: FloatArray
    ) -> None:
        m, self.k = chosen.shape[1], int(n_options.max())
        self.n_options = n_options
        self.valid = np.arange(self.k) < n_options[:, None]
        logs = np.full((m, self.k, _CELLS), _NEVER)
        count = np.zeros((m, self.k))
        for k in np.unique(n_options):
            of = np.flatnonzero(n_options == k)
            log_p, log_q = log_curves(1 / k, ability, 1e-6)
            none = ((chosen[:, of] >= 0).T * weights) @ log_q
            for option in range(k):
                votes = (chosen[:, of] == option).T * weights
                count[of, option] = votes.sum(1)
                logs[of, option] = votes @ (log_p - log_q) + none
        self.top = logs.max(2)
        logs -= self.top[:, :, None]
        self.cells = np.exp(logs, out=logs).reshape(-1, _CELLS)
        total = count.sum(1)
        each = np.where(self.valid, gammaln(count + _SPREAD) - gammaln(_SPREAD), 0.0)
        #: votes spread over all options, and over all but one
        self.spread_all = _log_rising(_SPREAD * n_options, total) + each.sum(1)
        others = _log_rising(_SPREAD * (n_options - 1)[:, None], total[:, None] - count)
        self.spread_others = others + each.sum(1, keepdims=True) - each

    def judge(
        self, prior: FloatArray, shares: FloatArray
    ) -> tuple[FloatArray, FloatArray, IntArray]:
        """Return log Bayes factors, probabilities of a wrong key, and the likeliest other."""
        options, another = self._compare(self.cells @ prior)
        wrong = np.logaddexp(another + np.log(_ANOTHER), self.spread_all + np.log(_NONE))
        p_bad = 1 - self._posterior(options[:, 0], another, shares)[:, 0]
        return wrong - options[:, 0], p_bad, options[:, 1:].argmax(1) + 1

    def learn(self, prior: FloatArray, shares: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Return the lattice's weights and the shares after a step of EM."""
        marginal = self.cells @ prior
        options, another = self._compare(marginal)
        posterior = self._posterior(options[:, 0], another, shares)
        others = options[:, 1:]
        which = np.exp(others - _log_sum(others)[:, None])
        is_key = np.hstack([posterior[:, :1], posterior[:, 1:2] * which])
        ratio = np.where(self.valid, is_key, 0).ravel() / (marginal + _TINY)
        cells = (ratio @ self.cells) * prior + _LEAST_WEIGHT
        return cells / cells.sum(), posterior.mean(0)

    def _compare(self, marginal: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Return the log likelihoods of each option as the key, and of another than the printed."""
        options = self.top + np.log(marginal.reshape(-1, self.k) + _TINY) + self.spread_others
        options = np.where(self.valid, options, _NEVER)
        return options, _log_sum(options[:, 1:]) - np.log(self.n_options - 1)

    def _posterior(self, sound: FloatArray, another: FloatArray, shares: FloatArray) -> FloatArray:
        logs = np.stack([sound, another, self.spread_all], 1) + np.log(shares)
        return np.asarray(np.exp(logs - _log_sum(logs)[:, None]))


def weigh_right_wrong(panel: KeyPanel) -> Evidence:
    r"""Weigh who is right by the printed key, where the options chosen are not known.

    Under a wrong key a model is right if it errs and chooses the printed option among the wrong
    ones: with probability :math:`(1 - p) \pi`, where :math:`\pi` is Beta. An item that nobody
    solves is looked at as any other.
    """
    ability, weights = abilities(panel.right), family_weights(panel.families)
    sound, suspect = _right_likelihoods(panel, ability, weights)
    n_parts = int(panel.parts.max()) + 1
    items = [np.flatnonzero(panel.parts == part) for part in range(n_parts)]
    size = np.array([len(each) for each in items])
    tops = np.stack([sound.max(1), suspect.max(1)])
    cells = np.exp(sound - tops[0][:, None]), np.exp(suspect - tops[1][:, None])
    cells_of_part = [(cells[0][of], cells[1][of]) for of in items]
    marginal = np.empty((2, len(panel.parts)))
    prior = np.tile(_normal_cells(0.0, 0.5, 0.0, 1.8), (n_parts, 1))
    bad = np.full(n_parts, _FIRST_BAD)
    for _ in range(_RIGHT_ROUNDS):
        for of, of_part, weights_of_part in zip(items, cells_of_part, prior, strict=True):
            marginal[:, of] = [each @ weights_of_part for each in of_part]
        log_sound, log_suspect = tops + np.log(marginal + _TINY)
        factor = log_suspect - log_sound
        p_bad = expit(factor + np.log(bad / (1 - bad))[panel.parts])
        weight = (1 - p_bad) / (marginal[0] + _TINY)
        expected = [
            weight[of] @ of_sound for of, (of_sound, _) in zip(items, cells_of_part, strict=True)
        ]
        cells_of_items = np.stack(expected) * prior
        prior = np.stack([_fit_normal_cells(each) for each in _draw_together(cells_of_items)])
        n_bad = np.array([p_bad[of].sum() for of in items])
        pooled = n_bad + _SHARED_ITEMS * n_bad.sum() / size.sum()
        bad = np.clip(pooled / (size + _SHARED_ITEMS), *_BAD_LIMITS)
    return Evidence(factor, p_bad, None)


def _right_likelihoods(
    panel: KeyPanel, ability: FloatArray, weights: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Return log likelihoods under the printed and under a wrong key, shape (m, n_cells) each."""
    # items that the same models have right are weighed once
    given = np.vstack([np.nan_to_num(panel.right, nan=-1.0), panel.n_options])
    patterns, which = np.unique(given, axis=1, return_inverse=True)
    right, n_options = patterns[:-1].T, patterns[-1].astype(int)
    sound, suspect = np.empty((2, len(right), _CELLS))
    for k in np.unique(n_options):
        of = np.flatnonzero(n_options == k)
        of_right, of_wrong = (right[of] == 1) * weights, (right[of] == 0) * weights
        log_p, log_q = log_curves(1 / k if k else 0.0, ability, 1e-4)
        sound[of] = of_right @ log_p + of_wrong @ log_q
        law = (_SPREAD, _SPREAD * max(k - 2, 1)) if k else _OPEN_VOTES
        share = np.diff(betainc(*law, _VOTE_EDGES))
        p = np.exp(log_q)[:, None] * _VOTES[:, None]
        p = np.clip(p, 1e-4, 1 - 1e-4).reshape(len(ability), -1)
        logs = of_right @ np.log(p) + of_wrong @ np.log1p(-p)
        logs = logs.reshape(-1, len(_VOTES), _CELLS)
        top = logs.max(1, keepdims=True)
        suspect[of] = top[:, 0] + np.log(share @ np.exp(logs - top) + _TINY)
    return sound[which], suspect[which]


def log_curves(guessed: float, ability: FloatArray, least: float) -> tuple[FloatArray, FloatArray]:
    """Return log p and log(1 - p) of each model in each cell, shape (n, n_cells) each."""
    p = guessed + (1 - guessed) * expit(np.outer(ability, SLOPE) + INTERCEPT)
    p = np.clip(p, least, 1 - least)
    return np.log(p), np.log1p(-p)


def _log_sum(logs: FloatArray) -> FloatArray:
    """Return the logarithm of the sum of each row."""
    top = logs.max(1)
    return np.asarray(top + np.log(np.exp(logs - top[:, None]).sum(1)))


def _log_rising(start: NDArray[np.floating], steps: FloatArray) -> FloatArray:
    return np.asarray(gammaln(start) - gammaln(start + steps))


def _draw_together(cells: FloatArray) -> FloatArray:
    """Return each subject's weights of the lattice, drawn towards those of all."""
    total = cells.sum(0)
    pooled = cells + _SHARED_ITEMS * total / total.sum()
    return np.asarray(pooled / pooled.sum(1, keepdims=True))


def _fit_normal_cells(weight: FloatArray) -> FloatArray:
    """Return log-normal slopes and normal intercepts with the means and spreads of the weights."""
    log_slope = np.log(SLOPE)
    slope, intercept = float(weight @ log_slope), float(weight @ INTERCEPT)
    slope_sd = np.sqrt(weight @ (log_slope - slope) ** 2).clip(0.15, 0.8)
    intercept_sd = np.sqrt(weight @ (INTERCEPT - intercept) ** 2).clip(0.5, 4.0)
    return _normal_cells(slope, float(slope_sd), intercept, float(intercept_sd))


def _normal_cells(
    slope: float, slope_sd: float, intercept: float, intercept_sd: float
) -> FloatArray:
    z = ((np.log(SLOPE) - slope) / slope_sd) ** 2 + ((INTERCEPT - intercept) / intercept_sd) ** 2
    weight = np.exp(-z / 2)
    return np.asarray(weight / weight.sum())
