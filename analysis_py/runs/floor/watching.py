"""An alarm for series of runs, which finds slow declines and is rarely false."""

from typing import NamedTuple

import numpy as np

from analysis_py.runs.floor.predicting import Shape, predict_right
from analysis_py.runs.paired.quantiles import Floats

#: Shares of right answers that may be lost, of which the detector mixes evenly.
_DROPS = (0.005, 0.01, 0.02, 0.03, 0.05)
#: Evidence beyond which a further run changes nothing.
_MOST = 1e100


class Watch(NamedTuple):
    """The detector after each new run.

    Attributes
    ----------
    values : list of float
        The evidence for a drop at any earlier time; it alarms at ``every``.
    every : int
        Runs between false alarms on average, at least.
    alarm : int or None
        Number of the first run that alarms, from 1.
    """

    values: list[float]
    every: int
    alarm: int | None


def watch_runs(right: Floats, m: int, shape: Shape, new: Floats, every: int) -> Watch:
    r"""Return the detector along new runs.

    Parameters
    ----------
    right : numpy.ndarray
        How often each question was answered rightly in earlier runs.
    m : int
        Earlier answers to each question.
    shape : Shape
        Of the probabilities over questions, from the earlier runs.
    new : numpy.ndarray
        Shape (questions, new runs): 0 or 1, in order of time.
    every : int
        Runs between false alarms on average, at least.

    Notes
    -----
    :math:`M_t = e_t (1 + M_{t-1})` for each drop, then their mean (Shin, Ramdas and Rinaldo 2024,
    New England Journal of Statistics in Data Science 2, 229-260). The number :math:`e_t` is the
    likelihood of the run with the drop, as the earlier runs predict it, over that without, as all
    runs before it do: so the error of the earlier runs is no evidence.
    """
    evidence, values = np.zeros(len(_DROPS)), []
    seen, n_seen = right.astype(float), m
    for run in new.T:
        total = int(run.sum())
        without = predict_right(seen, n_seen, shape)[total]
        dropped = [predict_right(right, m, shape, drop=drop)[total] for drop in _DROPS]
        ratios = np.minimum(np.array(dropped) / max(without, 1e-300), _MOST)
        evidence = np.minimum(ratios * (1 + evidence), _MOST)
        values.append(float(evidence.mean()))
        seen, n_seen = seen + run, n_seen + 1
    alarm = next((i for i, value in enumerate(values, start=1) if value >= every), None)
    return Watch(values, every, alarm)
