"""Several answers to one question: the part of a difference's variance that is their noise."""

from math import ceil, sqrt
from typing import NamedTuple

import numpy as np

from analysis_py.runs.paired.quantiles import Floats, quantile, two_sided
from analysis_py.runs.paired.score_interval import Interval


class Noise(NamedTuple):
    """Variances of the difference on one question.

    Attributes
    ----------
    items : float
        From question to question, at least 0.
    answers : float
        Of the means over answers, which another set of answers would change.
    """

    items: float
    answers: float

    @property
    def share(self) -> float:
        """Share of the variance that is noise of answers; one minus it is the reliability."""
        total = self.items + self.answers
        return self.answers / total if total else 0.0


def count_enough(noise_share: float, answers: float) -> int | None:
    r"""Return the answers to a question at which their noise is half of the variance.

    Beyond, twice the answers save less than half of what twice the questions do; None if all is
    noise.

    Notes
    -----
    With so many answers :math:`K` to each of :math:`n` questions the variance is :math:`(\sigma^2 +
    \tau^2 / K) / n`. Noise is half of it at :math:`K = \tau^2 / \sigma^2`, which for beta-binomial
    answers is :math:`a + b`. Twice the questions halve the variance whatever :math:`K` is.
    """
    if noise_share >= 1:
        return None
    return max(1, ceil(answers * noise_share / (1 - noise_share) - 1e-9))


def describe_worth(noise_share: float, answers: float) -> str:
    """Return how reliable means of answers are, and what more answers are worth, as a sentence."""
    narrower = 100 * (1 - sqrt(1 - noise_share / 2))
    worth = (
        f"reliability {1 - noise_share:.2f}. Twice the answers would narrow the interval by "
        f"{narrower:.0f} %, twice the questions by 29 %."
    )
    if (enough := count_enough(noise_share, answers)) is None:
        return worth
    beyond = f"{enough:,} answer{'s' * (enough != 1)} a question"
    return f"{worth} Beyond {beyond}, more answers help less than half as much."


def split_noise(differences: Floats, answer_variances: Floats) -> Noise:
    """Return what of the variance of differences is noise of answers.

    Parameters
    ----------
    differences : numpy.ndarray
        Per question, of the means over answers.
    answer_variances : numpy.ndarray
        Per question, the sum over both runs of the variance of answers (ddof 1) by their number.
    """
    noise = float(answer_variances.mean())
    return Noise(max(float(differences.var(ddof=1)) - noise, 0.0), noise)


def interval_on_these_items(
    differences: Floats, answer_variances: Floats, largest: float, level: float, weights: Floats
) -> Interval:
    """Return the interval of the difference on these very questions, whose answers alone vary.

    Parameters
    ----------
    differences, answer_variances : numpy.ndarray
        As :func:`split_noise` takes them.
    largest : float
        The variance of answers to a question that is right as often as wrong.
    level : float
        Confidence level.
    weights : numpy.ndarray
        Of the questions, with sum 1.

    Notes
    -----
    The variance is that of the answers and of one question more, whose noise is the largest. So
    answers that agree by chance claim no certainty, as with the pseudo-observations of Agresti and
    Coull (1998, American Statistician 52, 119-126).
    """
    at = float(weights @ differences)
    variance = float(weights**2 @ answer_variances) + largest * float((weights**2).max())
    half = float(quantile(level)) * np.sqrt(variance)
    p = float(two_sided(at / np.sqrt(variance)))
    return Interval(at, max(-1.0, at - half), min(1.0, at + half), p, len(differences), np.inf)


def widen(interval: Interval, other: Interval) -> Interval:
    """Return an interval that holds another one, too."""
    return interval._replace(
        low=min(interval.low, other.low),
        high=max(interval.high, other.high),
        p_value=max(interval.p_value, other.p_value),
    )
