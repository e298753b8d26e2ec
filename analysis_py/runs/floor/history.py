"""Several runs of one evaluation side by side: questions in rows, runs in columns."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import polars as pl

from analysis_py.runs.documents import NothingInCommonError
from analysis_py.runs.metrics import Scope
from analysis_py.runs.paired.quantiles import Floats
from analysis_py.runs.pairing import Pairs, pair_runs
from analysis_py.runs.reading import Run

_KEYS = ["task", "item"]
#: Probability below which agreement on every question is no chance.
_RARE = 1e-6


@dataclass(frozen=True, kw_only=True)
class History:
    """The scores of earlier and new runs on the same questions.

    Attributes
    ----------
    questions : polars.DataFrame
        ``task`` and ``item``, which every earlier run has a grade for.
    earlier : numpy.ndarray
        Shape (questions, runs): sums over the answers of each run.
    answers : int
        Answers to a question in each earlier run.
    new : numpy.ndarray
        Shape (2, questions, new answers): grades if every missing one were wrong, and if right.
    left_out : int
        Questions that an earlier run has no grade for, or a new one was not asked.
    lost : int
        Those among them that no run says it was not asked, unless all are left out on request.
    names : list of str
        The new runs.
    notes : list of str
    """

    questions: pl.DataFrame
    earlier: Floats
    answers: int
    new: Floats
    left_out: int
    lost: int
    names: list[str]
    notes: list[str]

    @property
    def n(self) -> int:
        """Number of questions."""
        return len(self.earlier)

    @property
    def runs(self) -> int:
        """Number of earlier runs."""
        return self.earlier.shape[1]

    @property
    def m(self) -> int:
        """Earlier answers to each question."""
        return self.runs * self.answers

    @cached_property
    def right(self) -> Floats:
        """Sum of the earlier scores of each question."""
        return np.asarray(self.earlier.sum(axis=1))

    @cached_property
    def is_binary(self) -> bool:
        """Whether every answer is right or wrong."""
        return bool(np.isin(self.new, (0, 1)).all() and (self.earlier % 1 == 0).all())

    @property
    def has_noise(self) -> bool:
        """Whether any question was answered differently in two earlier runs."""
        return bool((self.earlier != self.earlier[:, :1]).any())

    @property
    def has_copies(self) -> bool:
        """Whether two earlier runs agree on every question, and hardly by chance."""
        share = np.clip(self.right / self.m, 0, 1)
        chance = np.prod(share**2 + (1 - share) ** 2) ** self.answers
        have_same = len(np.unique(self.earlier, axis=1).T) < self.runs
        return have_same and bool(chance * self.runs * (self.runs - 1) / 2 < _RARE)


def line_up(earlier: Sequence[Run], new: Sequence[Run], scope: Scope) -> History:
    """Return the scores of all runs on the questions of the first.

    Parameters
    ----------
    earlier, new : sequence of Run
        Answers to a question in one run are the earlier runs if there is one path.
    scope : Scope

    Raises
    ------
    NothingInCommonError
        If a run is given twice, the numbers of answers differ, or no question is in all.
    """
    _refuse_same([*earlier, *new])
    old = [_split_answers(run) for run in earlier]
    late = [each for run in new for each in _split_answers(run)]
    answers = len(old[0]) if len(old) > 1 else 1
    if any(len(each) != answers for each in old) and len(old) > 1:
        raise NothingInCommonError("earlier runs have different numbers of answers per question")
    columns = [each for parts in old for each in parts]
    first, *rest = [*columns, *late]
    if not rest:
        raise NothingInCommonError(f"{first.path} is one run, and a floor needs several")
    suites = [pair_runs(first, run, scope).suite for run in rest]
    joined = _join(suites)
    is_known = [pl.col(f"mean_{i}").is_not_nan() for i in range(len(columns))]
    kept = joined.filter(*is_known)
    if kept.is_empty():
        raise NothingInCommonError("no question has a grade in every earlier run")
    means = kept.select(f"mean_{i}" for i in range(len(columns))).to_numpy()
    ends = [
        kept.select(f"{end}_{i}" for i in range(len(columns), len(rest) + 1)).to_numpy()
        for end in ("low", "high")
    ]
    notes = [note for run in (*earlier, *new) for note in run.notes]
    asked = [run.answers.select(_KEYS) for run in columns]
    of_earlier = [*suites[: len(columns) - 1], *_pair_back(columns, scope)]
    lost = [_find_lost(suite, is_new=False) for suite in of_earlier]
    lost += [_find_lost(suite, is_new=True) for suite in suites[len(columns) - 1 :]]
    return History(
        questions=kept.select(_KEYS),
        earlier=means.reshape(len(means), -1, answers).sum(axis=2),
        answers=answers,
        new=np.stack(ends),
        left_out=pl.concat([*asked, *lost]).n_unique() - len(kept),
        lost=pl.concat(lost).n_unique(),
        names=[run.path for run in new],
        notes=notes,
    )


def _refuse_same(runs: Sequence[Run]) -> None:
    """Raise if a path is given twice; files with the same grades may be runs without noise."""
    paths = [run.path for run in runs]
    if twice := [path for path in paths if paths.count(path) > 1]:
        raise NothingInCommonError(f"{twice[0]} is given twice: a copy is not a repeat")


def _split_answers(run: Run) -> list[Run]:
    """Return a run for each answer to a question."""
    parts = run.answers.partition_by("epoch", maintain_order=True)
    return [replace(run, answers=part, source=None) for part in parts]


def _join(suites: Sequence[Sequence[Pairs]]) -> pl.DataFrame:
    """Return the questions that all were asked, with mean and limits by run."""
    joined = _columns(suites[0], "a", 0)
    for i, suite in enumerate(suites, start=1):
        joined = joined.join(_columns(suite, "b", i), on=_KEYS, how="inner", maintain_order="left")
    return joined


def _find_lost(suite: Sequence[Pairs], is_new: bool) -> pl.DataFrame:
    """Return the questions that an earlier run of two has no grade for.

    What a new run alone was asked says nothing of earlier ones; a record without a question does.
    """
    a, b = (pl.col(name).is_nan() for name in ("mean_a", "mean_b"))
    graded = _columns(suite, "a", "a").with_columns(mean_b=_columns(suite, "b", "b")["mean_b"])
    return graded.filter(a & b if is_new else a | b).select(_KEYS)


def _pair_back(columns: Sequence[Run], scope: Scope) -> list[Sequence[Pairs]]:
    """Return pairs of the earlier runs that have more questions than the first, each with it."""
    first, *others = columns
    more = [run for run in others if len(run.answers.join(first.answers, on=_KEYS, how="anti"))]
    return [pair_runs(run, first, scope).suite for run in more]


def _columns(suite: Sequence[Pairs], side: str, i: int | str) -> pl.DataFrame:
    """Return the questions of one run, and its grades as the columns of a number or name."""
    frames = []
    for pairs in suite:
        mean, (low, high) = getattr(pairs, side), getattr(pairs, f"{side}_limits")
        grades = {f"mean_{i}": mean, f"low_{i}": low, f"high_{i}": high}
        frames.append(
            pl.DataFrame({"task": [pairs.task] * len(mean), "item": pairs.items} | grades)
        )
    return pl.concat(frames)
