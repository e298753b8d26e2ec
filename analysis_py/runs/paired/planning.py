"""How many questions a new run needs for a gate."""

from typing import NamedTuple

import numpy as np

from analysis_py.runs.paired.quantiles import critical_square, quantile
from analysis_py.runs.paired.score_interval import binary_variance

#: Each round takes the quantile at the number of the last; it changes little after the third.
_ROUNDS = 20


class Pilot(NamedTuple):
    """What the run at hand says about the variance of a new one.

    Attributes
    ----------
    n, worth : float
        Its questions, and the independent ones that they are worth.
    df : float
        Degrees of freedom of that worth.
    differing : float
        Number of questions with a difference.
    """

    n: float
    worth: float
    df: float
    differing: float

    @property
    def df_of_variance(self) -> float:
        """Degrees of freedom of the variance as a whole: relative errors 2 / df and 1 / k add."""
        return 2 / (2 / self.df + 1 / self.differing)


class Needed(NamedTuple):
    """Questions of a new run, and the limits between which the sufficient number lies."""

    n: int
    low: int
    high: int


def items_needed(
    discordant: float,
    margin: float,
    level: float,
    power: float = 0.8,
    truth: float = 0.0,
    pilot: Pilot | None = None,
) -> Needed:
    r"""Return the questions of a new run with which a gate holds.

    Parameters
    ----------
    discordant : float
        Share of questions that only one of the two answers right, or the mean squared difference.
    margin : float
        Of the gate, in shares; above 0.
    level : float
        Confidence level of the interval, and of the limits of the number.
    power : float
        Probability with which the gate holds.
    truth : float
        The difference of B less A that is supposed.
    pilot : Pilot, optional
        The run that showed the variance; left out, that is known and questions are independent.

    Notes
    -----
    Nam (1997, Biometrics 53, 1422-1430): the variance at the margin for the quantile of the level,
    and that at the truth for the one of the power. A variance from a pilot takes the quantile of
    noncentral t for the latter (Julious and Owen 2006, Pharmaceutical Statistics 5, 29-37).
    """
    up, down = (discordant + truth) / 2, (discordant - truth) / 2
    at_margin = np.sqrt(float(binary_variance(up, down, 1.0, -margin)))
    at_truth = np.sqrt(discordant - truth**2)
    of_power = float(quantile(2 * power - 1))

    def search(has_error: bool) -> float:
        n, inflation = 1e6, pilot.n / pilot.worth if pilot else 1.0
        for _ in range(_ROUNDS):
            df = max(1.0, pilot.df * n / pilot.n) if pilot else np.inf
            limit = float(np.sqrt(critical_square(level, n / inflation, df)))
            beyond = _quantile_beyond(limit, power, pilot) if has_error and pilot else of_power
            n = inflation * ((limit * at_margin + beyond * at_truth) / (margin + truth)) ** 2
        return n

    known = search(has_error=False)
    if pilot is None:
        return Needed(*[int(np.ceil(known))] * 3)
    from scipy.special import chdtri

    df = pilot.df_of_variance
    low, high = (df / float(chdtri(df, tail)) for tail in ((1 - level) / 2, (1 + level) / 2))
    return Needed(*(int(np.ceil(n)) for n in (search(has_error=True), known * low, known * high)))


def _quantile_beyond(limit: float, power: float, pilot: Pilot) -> float:
    from scipy.special import nctdtrit

    return float(nctdtrit(pilot.df_of_variance, limit, power)) - limit
