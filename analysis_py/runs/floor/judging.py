"""The floor of earlier runs, and whether new runs lie below it."""

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from analysis_py.runs.floor.history import History
from analysis_py.runs.floor.predicting import (
    Shape,
    beta_binomial,
    fit_shape,
    mid_p,
    predict_right,
)
from analysis_py.runs.floor.spread import Spread, drop_seen, spread_of_runs, widen_p
from analysis_py.runs.floor.watching import Watch, watch_runs
from analysis_py.runs.paired.decisions import CANNOT_TELL
from analysis_py.runs.paired.quantiles import Floats
from analysis_py.runtime.errors import UserError

#: Fewest earlier runs whose noise is measured with known error rates.
FEWEST_RUNS = 3
#: Probability with which the stated drop is seen.
POWER = 0.8
#: Number of runs for which the drop is stated beside that of the runs at hand.
MORE_RUNS = 10
#: Share of false ones among single questions that are named.
FLIPPED = 0.05
BELOW, ABOVE = "below", "on or above"


@dataclass(frozen=True, kw_only=True)
class Flips:
    """Single questions that new runs answer worse.

    Attributes
    ----------
    names : list of tuple
        Task and question, right in every earlier run and wrong in every new one.
    expected : float
        How many of them the noise of answers gives.
    beyond : list of tuple
        Questions with fewer right answers than noise explains, if there are several new answers.
    """

    names: list[tuple[str, str]]
    expected: float
    beyond: list[tuple[str, str]]


@dataclass(frozen=True, kw_only=True)
class Checked:
    """New runs together.

    Attributes
    ----------
    score, right : float
        In percent; answers that are right or the sum of grades.
    p_value : float
        Of a score as low or lower.
    p_limits : tuple
        With every missing grade wrong, and right.
    p_of_none : float
        If every answer were wrong.
    missing : int
        Answers without a grade.
    """

    score: float
    right: float
    p_value: float
    p_limits: tuple[float, float]
    p_of_none: float
    missing: int
    flips: Flips | None = None


@dataclass(frozen=True, kw_only=True)
class Floor:
    """What a run of the same model scores on these questions, and what the new ones say.

    Attributes
    ----------
    alpha : float
        Share of runs that lie below the floor by chance.
    score : float
        Mean of the earlier runs, in percent, as every score.
    reason : str or None
        Why there is no floor.
    limit : float or None
        The highest score of one run that is below the floor.
    drop, drop_of_more : float or None
        Points that are seen with 80 %, and with ten earlier runs.
    verdict : str or None
        below, on or above, or cannot tell; None without new runs.
    """

    history: History
    alpha: float
    score: float
    reason: str | None = None
    shape: Shape | None = None
    spread: Spread | None = None
    limit: float | None = None
    drop: float | None = None
    drop_of_more: float | None = None
    checked: Checked | None = None
    watch: Watch | None = None
    verdict: str | None = None
    notes: list[str] = field(default_factory=list)

    @cached_property
    def shares(self) -> tuple[float, float, float]:
        """Percent of questions that were right every time, never, and now and then."""
        right, m = self.history.right, self.history.m
        always, never = 100 * float((right == m).mean()), 100 * float((right == 0).mean())
        return always, never, 100 - always - never

    @cached_property
    def reliability(self) -> tuple[float, float] | None:
        """Share of the variance between questions that is their own: in one run, and in all."""
        if self.shape is None:
            return None
        return self.shape.reliability(self.history.answers), self.shape.reliability(self.history.m)


def find_floor(history: History, alpha: float, every: int | None = None) -> Floor:
    """Return the floor, and the verdict on the new runs.

    Parameters
    ----------
    history : History
    alpha : float
    every : int, optional
        Runs between false alarms, if the new runs are a series in time.

    Raises
    ------
    UserError
        If a series is asked for graded scores.
    """
    score = 100 * float(history.earlier.mean() / history.answers)
    has_new = history.new.shape[2] > 0
    if reason := _refuse(history):
        verdict = CANNOT_TELL if has_new else None
        return Floor(history=history, alpha=alpha, score=score, reason=reason, verdict=verdict)
    if every and not history.is_binary:
        raise UserError("--every needs answers that are right or wrong")
    spread = spread_of_runs(history.earlier, history.answers)
    shape = fit_shape(history.right, history.m) if history.is_binary else None
    floor = _Predictor(history, spread, shape)
    checked = floor.check() if has_new else None
    watch = None
    if shape is not None and every and has_new:
        watch = watch_runs(history.right, history.m, shape, history.new[0], every)
    return Floor(
        history=history,
        alpha=alpha,
        score=score,
        shape=shape,
        spread=floor.spread,
        limit=floor.limit(alpha),
        drop=floor.drop(alpha, history.runs),
        drop_of_more=floor.drop(alpha, MORE_RUNS),
        checked=checked,
        watch=watch,
        verdict=_judge(checked, watch, alpha, floor.spread, history.lost),
    )


def _refuse(history: History) -> str | None:
    """Return why nothing can be told."""
    if history.runs < FEWEST_RUNS:
        have = f"{history.runs} earlier run{'s' * (history.runs != 1)}"
        return f"{have}: a floor needs {FEWEST_RUNS}, better {MORE_RUNS}"
    if not history.has_noise:
        return (
            "no noise measured: all earlier runs have the same grades. Copies, such as answers from"
            " a cache, are no repeats"
        )
    if history.has_copies:
        return "two earlier runs have the same grades throughout: a copy is not a repeat"
    return None


def _judge(
    checked: Checked | None, watch: Watch | None, alpha: float, spread: Spread, lost: int
) -> str | None:
    """Return the verdict; nothing is above a floor that leaves out what nobody asked it to."""
    if checked is None:
        return None
    if watch is not None:
        if spread.is_shared or checked.missing:
            return CANNOT_TELL
        verdicts = {BELOW if watch.alarm is not None else ABOVE}
    else:
        verdicts = {BELOW if p <= alpha else ABOVE for p in checked.p_limits}
        if checked.p_of_none > alpha:
            return CANNOT_TELL
    if len(verdicts) > 1 or (lost and ABOVE in verdicts):
        return CANNOT_TELL
    return verdicts.pop()


class _Predictor:
    """The distribution of the scores of new runs."""

    def __init__(self, history: History, spread: Spread, shape: Shape | None) -> None:
        self.history, self.shape = history, shape
        self.spread = spread if shape else spread._replace(answers_df=_satterthwaite(history))

    def variance(self, runs: int) -> float:
        """Return the variance of the next run's mean, about what as many earlier ones predict."""
        h = self.history
        if self.shape is None:
            return self.spread.within * (1 + 1 / runs)
        return self.shape.spread_after(runs * h.answers) / h.n / h.answers

    def drop(self, alpha: float, runs: int) -> float:
        """Return the points that are seen after as many earlier runs."""
        h = self.history
        right = (float(h.right.mean()) / h.m, h.n * h.answers) if self.shape else None
        return 100 * drop_seen(alpha, POWER, self.spread, self.variance(runs), right)

    def p_values(self, answers: int) -> Floats:
        """Return the p-value of each number of right answers in new runs."""
        h, shape = self.history, self.shape
        if shape is None:
            raise ValueError("grades have no numbers right")
        chances = predict_right(h.right, h.m, shape, answers)
        return widen_p(mid_p(chances), self.spread)

    def p_value(self, total: float, answers: int) -> float:
        """Return the p-value of a sum of scores of new runs."""
        if self.shape is not None:
            return float(self.p_values(answers)[round(total)])
        from scipy.special import stdtr

        h = self.history
        variance = self.spread.within * (h.answers / answers + 1 / h.runs) * self.spread.factor
        fall = total / (h.n * answers) - h.right.sum() / (h.n * h.m)
        return float(stdtr(self.spread.df, fall / np.sqrt(variance)))

    def limit(self, alpha: float) -> float:
        """Return the highest score of one run that is below the floor, in percent."""
        h = self.history
        if self.shape is not None:
            n_below = int((self.p_values(h.answers) <= alpha).sum())
            return 100 * (n_below - 1) / (h.n * h.answers)
        from scipy.special import stdtrit

        error = np.sqrt(self.variance(h.runs) * self.spread.factor)
        return 100 * float(h.right.mean() / h.m + stdtrit(self.spread.df, alpha) * error)

    def check(self) -> Checked:
        """Return what the new runs say together."""
        low, high = self.history.new
        answers, totals = low.shape[1], [float(each.sum()) for each in (low, high)]
        worst, best = (self.p_value(total, answers) for total in totals)
        return Checked(
            score=100 * float(low.mean()),
            right=totals[0],
            p_value=worst,
            p_limits=(worst, best),
            p_of_none=self.p_value(0, answers),
            missing=int((low != high).sum()),
            flips=None if self.shape is None else _find_flips(self.history, self.shape),
        )


def _satterthwaite(history: History) -> float:
    """Return the degrees of freedom of the sum of the variances within questions (1946)."""
    of_questions = history.earlier.var(axis=1, ddof=1)
    return float((history.runs - 1) * of_questions.sum() ** 2 / (of_questions**2).sum())


def _find_flips(history: History, shape: Shape) -> Flips:
    """Return the questions that noise does not explain, by Benjamini and Hochberg (1995)."""
    answers, total = history.new.shape[2], history.new[1].sum(axis=1).astype(int)
    tails = np.ones(history.n)
    for x in np.unique(history.right):
        chances = beta_binomial(answers, shape.a + x, shape.b + history.m - x)
        is_x = history.right == x
        tails[is_x] = np.cumsum(chances)[total[is_x]]
    always = history.right == history.m
    all_wrong = float(beta_binomial(answers, shape.a + history.m, shape.b)[0])
    steps = np.sort(tails) <= FLIPPED * np.arange(1, history.n + 1) / history.n
    largest = np.sort(tails)[steps].max(initial=-1.0)
    return Flips(
        names=history.questions.filter(always & (total == 0)).rows(),
        expected=int(always.sum()) * all_wrong,
        beyond=history.questions.filter(tails <= largest).rows() if answers > 1 else [],
    )
