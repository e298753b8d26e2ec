"""Several answers to one question: the part of a difference's variance that is their noise."""

from typing import NamedTuple

import numpy as np

from analysis_py.runs.paired.score_interval import Floats, quantile


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
        """Share of the variance that is noise of answers."""
        total = self.items + self.answers
        return self.answers / total if total else 0.0


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
    differences: Floats, answer_variances: Floats, level: float
) -> tuple[float, float]:
    """Return the limits of the difference on these very questions, whose answers alone vary."""
    reach = float(quantile(level)) * np.sqrt(answer_variances.mean() / len(differences))
    return float(differences.mean() - reach), float(differences.mean() + reach)
