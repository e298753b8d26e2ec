"""The answers of two runs side by side, question by question."""

from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
import polars as pl

from analysis_py.runs.coverage import (
    Coverage,
    count_causes,
    count_lost,
    cover_task,
    cover_tasks_left,
)
from analysis_py.runs.documents import NothingInCommonError, under_one_name
from analysis_py.runs.metrics import KEYS, Scope, choose_metrics
from analysis_py.runs.paired.quantiles import Floats
from analysis_py.runs.questions import GRADES, PAIRED, join_questions
from analysis_py.runs.reading import Run


@dataclass(frozen=True, kw_only=True, eq=False)
class Pairs:
    """The scores of two runs on one task by one metric.

    Attributes
    ----------
    task, metric : str
    items : polars.Series
        Every question that counts.
    a, b : numpy.ndarray
        Means over the graded answers to each question; nan where there is none.
    a_limits, b_limits : numpy.ndarray
        Shape (2, questions): the means if every missing grade were wrong, and if right.
    noise : numpy.ndarray or None
        Variance of each difference over repeated answers; None unless both runs answered every
        question several times.
    cluster : numpy.ndarray or None
        The group of related questions of each question.
    repeats : float
        Answers to a question, on average over the runs.
    changed_keys : list of str
        Questions with different answer keys, whose answers in B have no grade by A's key.
    n_reworded : int
        Number of questions with different wording.
    """

    task: str
    metric: str
    items: pl.Series
    a: Floats
    b: Floats
    a_limits: Floats
    b_limits: Floats
    noise: Floats | None
    cluster: np.ndarray | None
    repeats: float
    changed_keys: list[str]
    n_reworded: int

    @cached_property
    def is_complete(self) -> np.ndarray:
        """Whether both runs have a grade."""
        return ~(np.isnan(self.a) | np.isnan(self.b))

    @property
    def differences(self) -> Floats:
        """B minus A on the questions that both answered."""
        return (self.b - self.a)[self.is_complete]

    def take(self, which: np.ndarray) -> "Pairs":
        """Return the pairs of some questions."""
        names = self.items.filter(which)
        return replace(
            self,
            items=names,
            a=self.a[which],
            b=self.b[which],
            a_limits=self.a_limits[:, which],
            b_limits=self.b_limits[:, which],
            noise=None if self.noise is None else self.noise[which[self.is_complete]],
            cluster=None if self.cluster is None else self.cluster[which],
            changed_keys=[key for key in self.changed_keys if key in set(names)],
            n_reworded=0,
        )

    def clusters_of(self, which: np.ndarray) -> np.ndarray | None:
        """Return the clusters of some questions if any two questions share one of several."""
        if self.cluster is None:
            return None
        clusters = self.cluster[which]
        return clusters if 1 < len(np.unique(clusters)) < len(clusters) else None


@dataclass(frozen=True, kw_only=True)
class Pairing:
    """Two runs paired.

    Attributes
    ----------
    suite : list of Pairs
        Each task of A that is compared or bounded, by the metric that decides.
    others : list of Pairs
        The same tasks by other metrics of both.
    coverage : list of Coverage
        Each task of either run.
    """

    suite: list[Pairs]
    others: list[Pairs] = field(default_factory=list)
    coverage: list[Coverage] = field(default_factory=list)


def pair_runs(a: Run, b: Run, scope: Scope = Scope()) -> Pairing:  # noqa: B008
    """Return the pairs of each task of A.

    A task, a question or a grade that B lacks is missing, and bounded, unless B's log says that it
    was not asked or the user leaves it out.

    Parameters
    ----------
    a, b : Run
    scope : Scope

    Raises
    ------
    NothingInCommonError
        If the runs are the same, no question is answered by both, or the questions differ under
        the same names.
    MetricError
        If no metric can decide, or its direction or scale is not known.
    """
    if a.source is not None and a.source == b.source:
        raise NothingInCommonError(f"A and B are the same: {a.path} and {b.path}")
    if a.unread and not (scope.tasks or scope.common):
        why = (
            "A is not read whole, so some of its questions would be left out: "
            f"{', '.join(a.unread)}. "
            "Repair these files, or use --tasks NAME,… or --common"
        )
        raise NothingInCommonError("\n".join([why, *a.notes]))
    b = under_one_name(a, b)
    asked = _name_tasks(a, scope)
    metrics = choose_metrics([(a.path, asked), (b.path, b.answers)], scope)
    joined = join_questions(asked, b.answers, metrics, scope)
    causes = count_causes(joined)
    deciding = metrics.filter("decides").select(KEYS).rows()
    lost = {} if scope.common else count_lost({key: causes[key] for key in deciding}, a, b)
    suite, others, coverage = [], [], []
    joined = joined.select(*PAIRED, pl.col(GRADES).fill_null(np.nan)).filter("is_kept")
    questions = joined.partition_by(KEYS, as_dict=True)
    for task, metric, decides, is_lower in metrics.rows():
        key = task, metric
        rows = questions.pop(key, joined.clear())
        name = ", ".join([f"1 - {metric}" if is_lower else metric, *_measured(scope)])
        pairs = _pair(task, name, rows)
        if not decides:
            others += [pairs] if pairs.is_complete.any() else []
            continue
        pairs = _add_lost(pairs, lost.get(task, 0))
        suite += [pairs] if len(pairs.items) else []
        coverage.append(cover_task(pairs, causes[key], lost.get(task, 0), b))
    coverage += cover_tasks_left(a, b, asked)
    if not any(pairs.is_complete.any() for pairs in suite):
        why = f"no question is answered by both: {_list_tasks(a)}; {_list_tasks(b)}"
        raise NothingInCommonError("\n".join([why, *a.notes, *b.notes]))
    return Pairing(suite=suite, others=others, coverage=coverage)


def _list_tasks(run: Run) -> str:
    tasks = run.answers.select(pl.format("{} ({})", "task", "metric")).to_series()
    listed = tasks.unique(maintain_order=True).to_list()
    more = f" and {len(listed) - 5} more" if len(listed) > 5 else ""
    return f"{run.path} has {', '.join(listed[:5])}{more}"


def _name_tasks(a: Run, scope: Scope) -> pl.DataFrame:
    """Return A's answers to the tasks that the user names."""
    if not scope.tasks:
        return a.answers
    tasks = a.answers["task"].unique(maintain_order=True).to_list()
    if missing := [name for name in scope.tasks if name not in tasks]:
        raise NothingInCommonError(
            f"--tasks: A has no {', '.join(missing)}; its tasks are {', '.join(tasks)}"
        )
    return a.answers.filter(pl.col("task").is_in(scope.tasks))


def _measured(scope: Scope) -> list[str]:
    return [] if scope.measure is None else ["{}{}".format(*scope.measure)]


def _pair(task: str, metric: str, rows: pl.DataFrame) -> Pairs:
    a, b, noise, a_low, a_high, b_low, b_high = (rows[name].to_numpy() for name in GRADES)
    is_complete = ~(np.isnan(a) | np.isnan(b))
    is_repeated = not np.isnan(noise[is_complete]).any()
    return Pairs(
        task=task,
        metric=metric,
        items=rows["item"],
        a=a,
        b=b,
        a_limits=np.stack([a_low, a_high]),
        b_limits=np.stack([b_low, b_high]),
        noise=noise[is_complete] if is_repeated else None,
        cluster=rows["cluster"].to_numpy() if rows["is_clustered"].any() else None,
        repeats=float(np.mean([rows["n"].mean() or 1, rows["n_right"].mean() or 1])),
        changed_keys=rows["item"].filter(rows["is_changed"]).to_list(),
        n_reworded=int(rows["is_reworded"].sum()),
    )


def _add_lost(pairs: Pairs, n: int) -> Pairs:
    """Return pairs with questions that neither run has a grade for."""
    if n == 0:
        return pairs
    nothing = np.full(n, np.nan)
    limits = np.repeat([[0.0], [1.0]], n, axis=1)
    names = pl.Series([f"(lost answer {i})" for i in range(1, n + 1)], dtype=pl.String)
    return replace(
        pairs,
        items=pl.concat([pairs.items, names.alias(pairs.items.name)]),
        a=np.concatenate([pairs.a, nothing]),
        b=np.concatenate([pairs.b, nothing]),
        a_limits=np.concatenate([pairs.a_limits, limits], axis=1),
        b_limits=np.concatenate([pairs.b_limits, limits], axis=1),
        cluster=None if pairs.cluster is None else np.concatenate([pairs.cluster, names]),
    )
