"""Comparison of two runs: a row per task and metric, and the overall verdict."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from analysis_py.runs.paired.bounds import bound_missing
from analysis_py.runs.paired.decisions import CANNOT_TELL, items_needed, judge, pass_gate
from analysis_py.runs.paired.repeats import interval_on_these_items, split_noise
from analysis_py.runs.paired.score_interval import Floats, Interval
from analysis_py.runs.paired.sequence import sequence_interval
from analysis_py.runs.paired.suites import pool_tasks
from analysis_py.runs.pairing import Pairs, pair_runs, suite_of
from analysis_py.runs.reading import Run
from analysis_py.runtime.errors import UserError


@dataclass(frozen=True, kw_only=True)
class Choices:
    """The user's options; points are in percent of full marks.

    Attributes
    ----------
    level : float
        Confidence level.
    gate, margin : float or None
        Points by which B may be worse, and points that do not matter.
    by_tasks : bool
        Whether every task counts once instead of every question.
    planned : int or None
        Planned number of questions, if runs are looked at repeatedly.
    metric : str or None
        The metric that decides.
    """

    level: float = 0.95
    gate: float | None = None
    margin: float | None = None
    by_tasks: bool = False
    planned: int | None = None
    metric: str | None = None


@dataclass(frozen=True, kw_only=True)
class Row:
    """The difference of two runs on one task by one metric, or over all tasks; in percent points.

    Attributes
    ----------
    bounds : tuple or None
        Limits for any values of the missing grades.
    worth : float
        Effective number of independent questions.
    noise_share : float or None
        Share of the variance of differences that is due to noise of answers.
    on_these_items : tuple or None
        Limits for exactly these questions.
    """

    task: str
    metric: str
    n_items: int
    score_a: float
    score_b: float
    difference: float
    low: float
    high: float
    p_value: float
    p_holm: float | None = None
    only_a: int | None = None
    only_b: int | None = None
    no_grade_a: int = 0
    no_grade_b: int = 0
    bounds: tuple[float, float] | None = None
    n_clusters: int | None = None
    worth: float
    df: float | None = None
    repeats: float = 1.0
    noise_share: float | None = None
    on_these_items: tuple[float, float] | None = None
    changed_keys: list[str] = field(default_factory=list)
    n_reworded: int = 0


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """Two runs, their difference, and the decisions.

    Attributes
    ----------
    rows : list of Row
        One per task and metric; of a task the first decides.
    overall : Row
        All tasks by the metrics that decide; the only row if there is one.
    verdict : str
        better, worse, equivalent or cannot tell, of B.
    gate : str or None
        holds, fails or cannot tell.
    items_needed : int or None
        Questions needed to pass an undecided gate, if the runs are equally good.
    """

    a: Run
    b: Run
    choices: Choices
    rows: list[Row]
    overall: Row
    verdict: str
    gate: str | None = None
    items_needed: int | None = None

    @property
    def tasks(self) -> list[Row]:
        """The row of each task that decides."""
        first: dict[str, Row] = {}
        for row in self.rows:
            first.setdefault(row.task, row)
        return list(first.values())


def compare_runs(a: Run, b: Run, choices: Choices) -> Comparison:
    """Compare two runs on the questions that both answered.

    Parameters
    ----------
    a, b : Run
        The baseline and the candidate.
    choices : Choices

    Raises
    ------
    NothingInCommonError
        If no question is answered by both.
    """
    pairs = pair_runs(a, b, choices.metric)
    suite = suite_of(pairs)
    rows = [_row([each], choices) for each in pairs]
    overall = rows[0]
    if len(suite) > 1:
        overall = _row(suite, choices)
        deciding = [rows[pairs.index(each)] for each in suite]
        adjusted = dict(zip(map(id, deciding), _holm([r.p_value for r in deciding]), strict=True))
        rows = [replace(row, p_holm=adjusted.get(id(row))) for row in rows]
    margin, gate = choices.margin, choices.gate
    verdict = judge(overall.low, overall.high, margin)
    passed = None if gate is None else pass_gate(overall.low, overall.high, gate)
    if overall.bounds is not None:
        # no decision where the missing grades could reverse it
        verdict = verdict if judge(*overall.bounds, margin) == verdict else CANNOT_TELL
        if gate is not None and pass_gate(*overall.bounds, gate) != passed:
            passed = CANNOT_TELL
    needed = None
    if gate and passed == CANNOT_TELL:
        spread = float(np.mean(np.concatenate([each.differences for each in suite]) ** 2))
        if spread:
            alone = items_needed(spread, gate / 100, choices.level)
            needed = int(np.ceil(alone * overall.n_items / overall.worth))
    return Comparison(
        a=a,
        b=b,
        choices=choices,
        rows=rows,
        overall=overall,
        verdict=verdict,
        gate=passed,
        items_needed=needed,
    )


def _row(suite: Sequence[Pairs], choices: Choices) -> Row:
    """Return the difference over one task or several."""
    shared = [each.is_complete for each in suite]
    tasks, clusters = [each.differences for each in suite], _clusters(suite, shared)
    interval = _interval(tasks, clusters, choices)
    sizes = np.array([len(task) for task in tasks], float)
    weights = np.full(len(suite), 1 / len(suite)) if choices.by_tasks else sizes / sizes.sum()
    a, b = ([getattr(each, side)[each.is_complete] for each in suite] for side in "ab")
    every = [np.ones_like(which) for which in shared]
    no_grade = [sum(int(np.isnan(getattr(each, side)).sum()) for each in suite) for side in "ab"]
    bounds = None
    if any(no_grade):
        of_all = _clusters(suite, every)
        bounds = bound_missing(
            [each.a for each in suite],
            [each.b for each in suite],
            lambda filled: _interval(filled, of_all, choices),
        )
    row = Row(
        task="all tasks",
        metric="",
        n_items=int(sizes.sum()),
        score_a=100 * float(weights @ [each.mean() for each in a]),
        score_b=100 * float(weights @ [each.mean() for each in b]),
        difference=100 * interval.estimate,
        low=100 * interval.low,
        high=100 * interval.high,
        p_value=interval.p_value,
        no_grade_a=no_grade[0],
        no_grade_b=no_grade[1],
        bounds=_percent(bounds),
        worth=interval.worth,
        df=interval.df if np.isfinite(interval.df) else None,
    )
    return row if len(suite) > 1 else _of_one_task(row, suite[0], choices.level)


def _of_one_task(row: Row, pairs: Pairs, level: float) -> Row:
    d = pairs.differences
    a, b = (each[pairs.is_complete] for each in (pairs.a, pairs.b))
    is_binary = bool(np.isin(a, (0, 1)).all() and np.isin(b, (0, 1)).all())
    noise = pairs.noise if len(d) > 1 else None
    cluster = None if pairs.cluster is None else pairs.cluster[pairs.is_complete]
    n_clusters = 0 if cluster is None else len(np.unique(cluster))
    return replace(
        row,
        task=pairs.task,
        metric=pairs.metric,
        only_a=int((a > b).sum()) if is_binary else None,
        only_b=int((b > a).sum()) if is_binary else None,
        n_clusters=n_clusters if n_clusters < len(d) else None,
        repeats=pairs.repeats,
        noise_share=None if noise is None else split_noise(d, noise).share,
        on_these_items=_percent(
            None if noise is None else interval_on_these_items(d, noise, level)
        ),
        changed_keys=pairs.changed_keys,
        n_reworded=pairs.n_reworded,
    )


def _clusters(suite: Sequence[Pairs], which: Sequence[np.ndarray]) -> list[np.ndarray | None]:
    return [each.clusters_of(chosen) for each, chosen in zip(suite, which, strict=True)]


def _interval(tasks: list[Floats], clusters: list[np.ndarray | None], choices: Choices) -> Interval:
    if choices.planned:
        if choices.by_tasks or any(cluster is not None for cluster in clusters):
            raise UserError("--anytime counts every question once: leave out --weights, --cluster")
        return sequence_interval(np.concatenate(tasks), choices.planned, choices.level)
    weights = np.full(len(tasks), 1 / len(tasks)) if choices.by_tasks else None
    return pool_tasks(tasks, choices.level, weights, clusters)


def _percent(limits: tuple[float, float] | None) -> tuple[float, float] | None:
    return None if limits is None else (100 * limits[0], 100 * limits[1])


def _holm(p_values: Sequence[float]) -> list[float]:
    """Return p-values adjusted by Holm's method (1979, Scandinavian Journal of Statistics 6)."""
    p = np.asarray(p_values)
    order = np.argsort(p, kind="stable")
    steps = np.minimum(1, np.maximum.accumulate(p[order] * np.arange(len(p), 0, -1)))
    adjusted = np.empty_like(p)
    adjusted[order] = steps
    return [float(each) for each in adjusted]
