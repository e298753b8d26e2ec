"""An interval that covers however often one looks, if questions come in random order."""

from collections.abc import Sequence
from functools import cache
from math import lgamma

import numpy as np

from analysis_py.runs.paired.quantiles import Floats
from analysis_py.runs.paired.score_interval import Interval

#: Share of discordant questions for which bets are sized, fixed before any data. It costs at most a
#: tenth of the width where the true share lies between 1 and 50 %.
SUPPOSED_DISCORDANT = 0.05
#: Narrowest at the planned number for 95 % (Howard et al. 2021, Annals of Statistics 49, 1055).
_NARROWEST = 8.5
_ALMOST_ONE = 1 - 1e-9
#: Probability with which shuffled questions are taken for the first of their file at a look.
_RARE = 1e-4


def sequence_interval(differences: Floats, planned: int, level: float) -> Interval:
    """Return an interval that covers at all looks together.

    Parameters
    ----------
    differences : numpy.ndarray
        So far, of questions in random order.
    planned : int
        Number of questions at which a decision is planned; fixed before the first look.
    level : float
        Confidence level.

    Returns
    -------
    Interval
        Its p-value holds at all looks together too: it is below 1 - level where 0 lies outside.

    Notes
    -----
    A mixture of bets against each mean (Robbins 1970; Waudby-Smith and Ramdas 2024, JRSS B 86,
    1-27). The interval holds the means against which the mixture has not won 1 / (1 - level) times
    its stake, by Ville's inequality at all times together.
    """
    from scipy.optimize import brentq

    values, counts = np.unique(differences, return_counts=True)
    at = float(np.clip(differences.mean(), -_ALMOST_ONE, _ALMOST_ONE))

    def excess(mean: float) -> float:
        return _log_wealth(values, counts, mean, planned) + float(np.log(1 - level))

    low, high = (
        end if excess(end) <= 0 or excess(at) > 0 else float(brentq(excess, at, end, xtol=1e-7))
        for end in (-_ALMOST_ONE, _ALMOST_ONE)
    )
    p = float(np.exp(min(0.0, -_log_wealth(values, counts, 0.0, planned))))
    return Interval(float(differences.mean()), low, high, p, float(len(differences)), np.inf)


def are_first(positions: Sequence[np.ndarray], planned: int) -> bool:
    r"""Tell whether questions so far are the first of each list rather than shuffled over all.

    Parameters
    ----------
    positions : sequence of numpy.ndarray
        Positions in each list that has any, counted from 0 or 1.
    planned : int
        Number of questions planned.

    Notes
    -----
    Of k questions drawn from N, all lie before the last position of each list, M positions in all,
    with probability :math:`\binom{M}{k} / \binom{N}{k}`. Under shuffling the negative logarithm is
    about a gamma variable with one degree per list. Lists taken in turn have M = k.
    """
    from scipy.special import gammaincc

    k = sum(map(len, positions))
    start = min(int(each.min()) for each in positions)
    m = sum(int(each.max()) + (start == 0) for each in positions)
    if k >= planned or m >= planned:
        return False
    ways_in_all, ways = (lgamma(n + 1) - lgamma(n - k + 1) for n in (planned, m))
    return bool(gammaincc(len(positions), ways_in_all - ways) < _RARE)


@cache
def _nodes() -> tuple[Floats, Floats]:
    """Return Gauss-Legendre nodes and weights, which take long to make."""
    return np.polynomial.legendre.leggauss(400)


def _log_wealth(values: Floats, counts: np.ndarray, mean: float, planned: int) -> float:

    # A bet x pays 1 + x (d - mean); its prior is normal, cut to what keeps wealth positive.
    width = np.sqrt(_NARROWEST / (planned * SUPPOSED_DISCORDANT))
    low, high = max(-8 * width, -1 / (1 - mean)), min(8 * width, 1 / (1 + mean))
    nodes, mass = _nodes()
    bets = (high + low) / 2 + (high - low) / 2 * nodes
    prior = np.log(mass) - bets**2 / (2 * width**2)
    pays = np.log(np.maximum(1 + bets[:, None] * (values - mean)[None, :], 1e-300)) @ counts
    return _log_sum(prior + pays) - _log_sum(prior)


def _log_sum(logs: Floats) -> float:
    """Return the logarithm of a sum of exponentials, without overflow."""
    return float(logs.max() + np.log(np.exp(logs - logs.max()).sum()))
