"""Comparison of two runs: a row per task and metric, and the overall verdict."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
import polars as pl

from analysis_py.runs.coverage import Coverage
from analysis_py.runs.metrics import Scope
from analysis_py.runs.paired.bounds import bound_missing
from analysis_py.runs.paired.decisions import CANNOT_TELL, judge, pass_gate
from analysis_py.runs.paired.planning import Needed, Pilot, items_needed
from analysis_py.runs.paired.quantiles import Floats
from analysis_py.runs.paired.repeats import (
    count_enough,
    interval_on_these_items,
    split_noise,
    widen,
)
from analysis_py.runs.paired.score_interval import Interval
from analysis_py.runs.paired.sequence import are_first, sequence_interval
from analysis_py.runs.paired.suites import adjust_tasks, pool_tasks
from analysis_py.runs.pairing import Pairing, Pairs, pair_runs
from analysis_py.runs.reading import Run
from analysis_py.runtime.errors import UserError

#: Smallest gate, in points, for which questions are planned: below it no run is large enough.
SMALLEST_PLANNED = 0.01


@dataclass(frozen=True, kw_only=True)
class Choices(Scope):
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
    """

    level: float = 0.95
    gate: float | None = None
    margin: float | None = None
    by_tasks: bool = False
    planned: int | None = None


@dataclass(frozen=True, kw_only=True)
class Row:
    """The difference of two runs on one task by one metric, or over all tasks; in percent points.

    Attributes
    ----------
    p_holm : float or None
        Of one task of several: adjusted by Holm's method, and at least that of all together.
    bounds : tuple or None
        Limits for any values of the missing grades.
    worth : float
        Effective number of independent questions.
    noise_share : float or None
        Share of the variance of differences that is due to noise of answers: 1 - reliability.
    enough_answers : int or None
        Answers to a question at which that share is one half.
    on_these_items : tuple or None
        Limits for exactly these questions, which lie within the interval.
    unseen_one_in : int or None
        One question in so many may differ much although none did; None where none is that wide.
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
    enough_answers: int | None = None
    on_these_items: tuple[float, float] | None = None
    unseen_one_in: int | None = None
    changed_keys: list[str] = field(default_factory=list)
    n_reworded: int = 0


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """Two runs, their difference, and the decisions.

    Attributes
    ----------
    rows : list of Row
        One per task and metric; of a task the first decides.
    pairs : list of Pairs
        The questions of each task by the metric that decides.
    unseen : list of Pairs
        Those of tasks of which no question has a grade in both runs.
    overall : Row
        All tasks by the metrics that decide; the only row if there is one.
    verdict : str
        better, worse, equivalent or cannot tell, of B.
    gate : str or None
        holds, fails or cannot tell.
    needed : Needed or None
        Questions needed to pass an undecided gate, if the runs are equally good.
    are_first : bool
        Whether looks began with the first questions of the file, so that nothing can be told.
    coverage : list of Coverage
        What became of the questions of each task of either run.
    """

    a: Run
    b: Run
    choices: Choices
    rows: list[Row]
    pairs: list[Pairs]
    unseen: list[Pairs] = field(default_factory=list)
    overall: Row
    verdict: str
    gate: str | None = None
    needed: Needed | None = None
    are_first: bool = False
    coverage: list[Coverage] = field(default_factory=list)

    @cached_property
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
    return compare_pairs(a, b, pair_runs(a, b, choices), choices)


def compare_pairs(a: Run, b: Run, paired: Pairing, choices: Choices) -> Comparison:
    """Compare two runs whose answers are paired."""
    suite = [each for each in paired.suite if each.is_complete.any()]
    lacking = [each for each in paired.suite if not each.is_complete.any()]
    pairs = [*suite, *paired.others]
    rows = [row_of([each], choices) for each in pairs]
    overall = rows[0]
    if len(paired.suite) > 1:
        overall = row_of(suite, choices, lacking)
        deciding = rows[: len(suite)]
        p_values = adjust_tasks(list(map(safe_p_value, deciding)), safe_p_value(overall))
        adjusted = dict(zip(map(id, deciding), p_values, strict=True))
        rows = [replace(row, p_holm=adjusted.get(id(row))) for row in rows]
    margin, gate = choices.margin, choices.gate
    verdict = judge(overall.low, overall.high, margin)
    passed = None if gate is None else pass_gate(overall.low, overall.high, gate)
    if overall.bounds is not None:
        # no decision where the missing grades could reverse it
        verdict = verdict if judge(*overall.bounds, margin) == verdict else CANNOT_TELL
        if gate is not None and pass_gate(*overall.bounds, gate) != passed:
            passed = CANNOT_TELL
    is_in_order = _are_first(suite, choices.planned)
    if is_in_order:
        verdict, passed = CANNOT_TELL, None if gate is None else CANNOT_TELL
    return Comparison(
        a=a,
        b=b,
        choices=choices,
        rows=rows,
        pairs=suite,
        unseen=lacking,
        overall=overall,
        verdict=verdict,
        gate=passed,
        needed=_need(suite, overall, choices) if passed == CANNOT_TELL else None,
        are_first=is_in_order,
        coverage=paired.coverage,
    )


def safe_p_value(row: Row) -> float:
    """Return p, or 1 where missing grades could change what the row says."""
    is_safe = row.bounds is None or judge(*row.bounds) == judge(row.low, row.high)
    return row.p_value if is_safe else 1.0


def _are_first(suite: Sequence[Pairs], planned: int | None) -> bool:
    """Tell whether the questions of a look are the first of each task, by the numbers they end in.

    Names with different words before the number belong to different lists.
    """
    if planned is None:
        return False
    names = pl.concat(
        [
            each.items.filter(each.is_complete)
            .to_frame("item")
            .select(
                task=pl.lit(each.task),
                words=pl.col("item").str.strip_suffix(pl.col("item").str.extract(r"(\d+)$")),
                number=pl.col("item").str.extract(r"(\d+)$").cast(pl.Int64, strict=False),
            )
            for each in suite
        ]
    )
    if names["number"].has_nulls():
        return False
    lists = names.group_by("task", "words").agg("number")["number"]
    return are_first([each.to_numpy() for each in lists], planned)


def _need(suite: Sequence[Pairs], overall: Row, choices: Choices) -> Needed | None:
    """Return the questions of a new run with which the gate holds if both are equally good."""
    squares = np.concatenate([each.differences for each in suite]) ** 2
    gate = choices.gate or 0.0
    if gate < SMALLEST_PLANNED or choices.planned or not squares.any():
        return None
    pilot = Pilot(
        overall.n_items,
        overall.worth,
        np.inf if overall.df is None else overall.df,
        float(squares.sum() ** 2 / (squares**2).sum()),
    )
    return items_needed(float(squares.mean()), gate / 100, choices.level, pilot=pilot)


def row_of(suite: Sequence[Pairs], choices: Choices, lacking: Sequence[Pairs] = ()) -> Row:
    """Return the difference over one task or several; of some there are bounds alone."""
    shared = [each.is_complete for each in suite]
    tasks, clusters = [each.differences for each in suite], _clusters(suite, shared)
    sizes = np.array([len(task) for task in tasks], float)
    weights = np.full(len(suite), 1 / len(suite)) if choices.by_tasks else sizes / sizes.sum()
    interval = _interval(tasks, clusters, choices)
    here = _interval_on_these_items(suite, weights / sizes, choices.level)
    interval = interval if here is None else widen(interval, here)
    a, b = ([getattr(each, side)[each.is_complete] for each in suite] for side in "ab")
    every = [*suite, *lacking]
    no_grade = [sum(int(np.isnan(getattr(each, side)).sum()) for each in every) for side in "ab"]
    bounds = None
    if any((limits[0] < limits[1]).any() for x in every for limits in (x.a_limits, x.b_limits)):
        of_all = _clusters(every, [np.ones(len(each.a), bool) for each in every])
        bounds = bound_missing(
            [each.a_limits for each in every],
            [each.b_limits for each in every],
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
        on_these_items=None if here is None else _percent((here.low, here.high)),
        unseen_one_in=_count_unseen(tasks, clusters, choices, interval),
    )
    return row if len(every) > 1 else _of_one_task(row, suite[0])


def _interval_on_these_items(
    suite: Sequence[Pairs], weights: Floats, level: float
) -> Interval | None:
    """Return the interval for exactly these questions if any was answered several times."""
    noises = [each.noise for each in suite]
    if all(noise is None for noise in noises):
        return None
    tasks = [each.differences for each in suite]
    unknown = [np.zeros(len(task)) for task in tasks]
    return interval_on_these_items(
        np.concatenate(tasks),
        np.concatenate([z if v is None else v for v, z in zip(noises, unknown, strict=True)]),
        max(1 / (2 * (each.repeats - 1)) for each in suite if each.noise is not None),
        level,
        np.repeat(weights, [len(task) for task in tasks]),
    )


def _count_unseen(
    tasks: list[Floats],
    clusters: list[np.ndarray | None],
    choices: Choices,
    interval: Interval,
) -> int | None:
    """Return in how many questions one may differ much, if the interval is twice as wide for it."""
    reach = float(np.abs(np.concatenate(tasks)).max())
    if choices.planned or reach in (0, 1):
        return None
    seen = _interval(tasks, clusters, choices, reach)
    is_wide = interval.high - interval.low > 2 * (seen.high - seen.low)
    return max(1, int(-interval.worth / np.log(1 - choices.level))) if is_wide else None


def _of_one_task(row: Row, pairs: Pairs) -> Row:
    d = pairs.differences
    a, b = (each[pairs.is_complete] for each in (pairs.a, pairs.b))
    is_binary = bool(np.isin(a, (0, 1)).all() and np.isin(b, (0, 1)).all())
    share = None
    if pairs.noise is not None and len(d) > 1:
        share = split_noise(d, pairs.noise).share
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
        noise_share=share,
        enough_answers=None if share is None else count_enough(share, pairs.repeats),
        changed_keys=pairs.changed_keys,
        n_reworded=pairs.n_reworded,
    )


def _clusters(suite: Sequence[Pairs], which: Sequence[np.ndarray]) -> list[np.ndarray | None]:
    return [each.clusters_of(chosen) for each, chosen in zip(suite, which, strict=True)]


def _interval(
    tasks: list[Floats],
    clusters: list[np.ndarray | None],
    choices: Choices,
    reach: float = 1.0,
) -> Interval:
    if choices.planned:
        if choices.by_tasks or any(cluster is not None for cluster in clusters):
            raise UserError("--anytime counts every question once: leave out --weights, --cluster")
        return sequence_interval(np.concatenate(tasks), choices.planned, choices.level)
    weights = np.full(len(tasks), 1 / len(tasks)) if choices.by_tasks else None
    return pool_tasks(tasks, choices.level, weights, clusters, reach)


def _percent(limits: tuple[float, float] | None) -> tuple[float, float] | None:
    return None if limits is None else (100 * limits[0], 100 * limits[1])
