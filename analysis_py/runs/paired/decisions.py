"""What an interval decides: a verdict, a gate, and the questions that a gate needs."""

from statistics import NormalDist

import numpy as np

from analysis_py.runs.paired.score_interval import binary_variance, quantile

CANNOT_TELL = "cannot tell"


def judge(low: float, high: float, margin: float | None = None) -> str:
    """Return the verdict on B.

    Parameters
    ----------
    low, high : float
        Limits of B less A.
    margin : float, optional
        What is too small to matter, in the same unit.

    Returns
    -------
    str
        better, worse, equivalent, cannot tell, or better or worse by less than the margin. All its
        words are true together whenever the interval covers.
    """
    side = "better" if low > 0 else "worse" if high < 0 else ""
    if margin is not None and -margin < low and high < margin:
        return f"{side}, by less than the margin" if side else "equivalent"
    return side or CANNOT_TELL


def pass_gate(low: float, high: float, margin: float) -> str:
    """Return whether it holds that B is not worse by more than the margin, or fails, or neither."""
    return "holds" if low > -margin else "fails" if high < -margin else CANNOT_TELL


def items_needed(
    discordant: float, margin: float, level: float, power: float = 0.8, truth: float = 0.0
) -> int:
    """Return the questions of a new run with which a gate holds.

    Parameters
    ----------
    discordant : float
        Share of questions that only one of the two answers right, or the mean squared difference.
    margin : float
        Of the gate, in shares; above 0.
    level : float
        Confidence level of the interval.
    power : float
        Probability with which the gate holds.
    truth : float
        The difference of B less A that is supposed.

    Notes
    -----
    Nam (1997, Biometrics 53, 1422-1430): the variance at the margin for the quantile of the level,
    and that at the truth for the one of the power.
    """
    up, down = (discordant + truth) / 2, (discordant - truth) / 2
    at_margin = float(binary_variance(up, down, 1.0, -margin))
    at_truth = NormalDist().inv_cdf(power) * np.sqrt(discordant - truth**2)
    reached = quantile(level) * np.sqrt(at_margin) + at_truth
    return int(np.ceil((reached / (margin + truth)) ** 2))
