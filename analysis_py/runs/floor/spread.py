"""Whether runs vary as independent answers do, and what follows for a p-value if they do not."""

from typing import NamedTuple

import numpy as np

from analysis_py.runs.paired.quantiles import Floats

#: Earlier knowledge that runs vary as answers do, in degrees of freedom: the lower confidence limit
#: (95 %) from the sets of repeated runs in benchmarks/results/floor.md.
_KNOWN_DF = 20
#: What is lost by chance changes little after the tenth.
_ROUNDS = 20
#: Level of each of two checks, beyond which only the means of runs count.
_CHECK_LEVEL = 0.025


class Spread(NamedTuple):
    """The variance between runs beside that of answers within questions.

    Attributes
    ----------
    between, within : float
        Variances of a run's mean, in squared shares: as runs vary, and as answers do.
    runs : int
    answers_df : float
        Degrees of freedom of the variance within questions.
    known_df : float
        Those of the earlier knowledge that runs vary as answers do.
    order_p : float
        p-value of a straight rise or fall in the order of the runs.
    """

    between: float
    within: float
    runs: int
    answers_df: float = np.inf
    known_df: float = _KNOWN_DF
    order_p: float = 1.0

    @property
    def ratio(self) -> float:
        """Variance between runs over that of independent answers."""
        return self.between / self.within

    @property
    def p_value(self) -> float:
        """Probability of so large a ratio if answers are independent."""
        from scipy.special import chdtrc

        return float(chdtrc(self.runs - 1, self.ratio * (self.runs - 1)))

    @property
    def is_shared(self) -> bool:
        """Whether all answers of a run share something: a server, a judge, a version, a place."""
        return min(self.p_value, self.order_p) < _CHECK_LEVEL

    @property
    def df(self) -> float:
        """Degrees of freedom of a run's variance."""
        if self.is_shared:
            return self.runs - 1
        return min(self.answers_df, self.known_df + self.runs - 1)

    @property
    def factor(self) -> float:
        r"""By how much more than answers a run varies, at least 1.

        A weighted mean of the ratio and of 1, as of the known and the new degrees of freedom (Smyth
        2004, Statistical Applications in Genetics and Molecular Biology 3, 3); the ratio alone
        where the check fails.
        """
        if self.is_shared:
            return max(1.0, self.ratio)
        known = self.known_df + (self.runs - 1) * self.ratio
        return max(1.0, known / (self.known_df + self.runs - 1))


def spread_of_runs(sums: Floats, answers: int) -> Spread:
    """Return how much runs vary.

    Parameters
    ----------
    sums : numpy.ndarray
        The sum of the scores of each question in each run, shape (questions, runs).
    answers : int
        Answers to a question in a run.
    """
    from scipy.special import ndtr

    means = sums / answers
    n, runs = means.shape
    within = float(means.var(axis=1, ddof=1).sum()) / n**2
    scores, steps = means.mean(axis=0), np.arange(runs) - (runs - 1) / 2
    slope = abs(float(steps @ scores)) / np.sqrt(within * (steps @ steps))
    return Spread(float(scores.var(ddof=1)), within, runs, order_p=2 * float(ndtr(-slope)))


def widen_p(p_values: Floats, spread: Spread) -> Floats:
    """Return one-sided p-values as they are where runs vary by the factor, which is estimated."""
    from scipy.special import ndtri, stdtr

    z = ndtri(np.clip(p_values, 1e-300, 1 - 1e-16)) / np.sqrt(spread.factor)
    return np.asarray(stdtr(spread.df, z))


def drop_seen(
    alpha: float, power: float, spread: Spread, variance: float, right: tuple[float, int] | None
) -> float:
    """Return the fall of a run's mean that is seen with a probability.

    Parameters
    ----------
    alpha, power : float
    spread : Spread
    variance : float
        Of the next run's mean by the noise of answers.
    right : tuple or None
        The share of right answers and their number, if each is lost with the same probability: what
        is lost by chance varies, too. None if every score falls alike.
    """
    from scipy.special import ndtri, stdtrit

    limit = -stdtrit(spread.df, alpha) * np.sqrt(spread.factor * variance)
    beyond, fall, lost = ndtri(power), 0.0, 0.0
    share, answers = right or (np.inf, 1)
    for _ in range(_ROUNDS):
        by_chance = lost * (1 - lost) * share / answers if lost else 0.0
        after = (spread.factor - 1 + (1 - lost) ** 2) * variance + by_chance
        fall = limit + beyond * np.sqrt(after)
        lost = min(1.0, fall / share)
    return float(fall)
