"""The answers of two runs side by side, question by question."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
import polars as pl

from analysis_py.runs.coverage import Coverage, count_lost, cover_task, cover_tasks_left
from analysis_py.runs.documents import NothingInCommonError, name_by_document, under_one_name
from analysis_py.runs.metrics import KEYS, Scope, choose_metrics
from analysis_py.runs.paired.quantiles import Floats
from analysis_py.runs.reading import Run


@dataclass(frozen=True, kw_only=True, eq=False)
class Pairs:
    """The scores of two runs on one task by one metric.

    Attributes
    ----------
    task, metric : str
    items : list of str
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
    items: list[str]
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
        raise NothingInCommonError(
            f"A cannot be read whole, so questions of it would be left out: {', '.join(a.unread)}. "
            "Mend these files, or say --tasks NAME,… or --common"
        )
    b = under_one_name(a, b)
    asked = _name_tasks(a, scope)
    metrics = choose_metrics([(a.path, asked), (b.path, b.answers)], scope)
    scored = [_score(answers, metrics, scope) for answers in (asked, b.answers)]
    joined = _join_questions(scored[0], scored[1], scope)
    lost = {} if scope.common else count_lost(joined.join(metrics.filter("decides"), on=KEYS), a, b)
    suite, others, coverage = [], [], []
    for (task, metric, decides, is_lower), rows in _split(joined, metrics):
        pairs = _pair(task, f"1 - {metric}" if is_lower else metric, rows)
        if not decides:
            others += [pairs] if pairs.is_complete.any() else []
            continue
        pairs = _add_lost(pairs, lost.get(task, 0))
        suite += [pairs] if pairs.items else []
        coverage.append(cover_task(pairs, rows, lost.get(task, 0), (a, b)))
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


def _score(answers: pl.DataFrame, metrics: pl.DataFrame, scope: Scope) -> pl.DataFrame:
    """Return answers whose scores lie between 0 and 1, more is better, and failures are graded."""
    low, high = scope.scale or (0.0, 1.0)
    rule = pl.lit(scope.ungraded) if scope.ungraded else pl.col("ungraded").fill_null("missing")
    score = pl.col("score")
    answers = answers.join(metrics, on=["task", "metric"], how="inner", maintain_order="left")
    answers = answers.with_columns(
        score=pl.when("decides").then((score - low) / (high - low)).otherwise(score)
    ).with_columns(
        score=pl.when("is_lower").then(1 - score).otherwise(score),
        rule=pl.when(score.is_null()).then(rule),
    )
    if (answers["rule"] == "chance").any() and answers["n_options"].has_nulls():
        raise NothingInCommonError("--ungraded chance needs the number of options: n_options")
    return answers.with_columns(
        score=pl.when(rule="failed")
        .then(0.0)
        .when(rule="chance")
        .then(1 / pl.col("n_options"))
        .otherwise(score)
    )


def _average(answers: pl.DataFrame) -> pl.DataFrame:
    """Return a row per question: the sum, number and noise of its grades."""
    score = pl.col("score")
    return answers.group_by("task", "metric", "item", maintain_order=True).agg(
        sum=score.sum(),
        graded=score.count(),
        n=pl.len(),
        noise=score.var() / score.count(),
        n_ruled=pl.col("rule").is_in(["failed", "chance"]).sum(),
        rule=pl.col("rule").drop_nulls().first(),
        n_asked=pl.col("n_asked").max(),
        **{name: pl.col(name).first() for name in ("key", "prompt", "cluster")},
    )


def _join_questions(a: pl.DataFrame, b: pl.DataFrame, scope: Scope) -> pl.DataFrame:
    """Return a row per task, metric and question, with the means of both runs and their limits."""
    keys = ["task", "metric", "item"]
    tables = [_average(name_by_document(x, y)) for x, y in ((a, b), (b, a))]
    joined = tables[0].join(
        tables[1], on=keys, how="full", coalesce=True, maintain_order="left_right"
    )
    joined = joined.join(_limited(tables), on=["task", "metric"], how="left", maintain_order="left")
    is_changed = (pl.col("key") != pl.col("key_right")).fill_null(False)
    joined = joined.with_columns(
        is_changed=is_changed,
        # by another key a grade of B says nothing
        graded_right=pl.when(~is_changed).then("graded_right").otherwise(0),
        sum_right=pl.when(~is_changed).then("sum_right").otherwise(0.0),
        is_not_asked=(pl.col("n").is_null() & pl.col("limited"))
        | (pl.col("n_right").is_null() & pl.col("limited_right")),
        most=pl.max_horizontal("n", "n_right"),
    ).with_columns(
        *_mean_and_limits("a", "sum", "graded", "n"),
        *_mean_and_limits("b", "sum_right", "graded_right", "most"),
        cluster=pl.coalesce("cluster", "cluster_right", "item"),
        is_clustered=pl.col("cluster").is_not_null() | pl.col("cluster_right").is_not_null(),
        noise=pl.col("noise") + pl.col("noise_right"),
        is_reworded=(pl.col("prompt") != pl.col("prompt_right")).fill_null(False),
    )
    is_kept = ~pl.col("is_not_asked")
    if scope.common:
        is_kept &= pl.col("a").is_not_null() & pl.col("b").is_not_null()
        joined = joined.with_columns(a_low="a", a_high="a", b_low="b", b_high="b")
    return joined.with_columns(is_kept=is_kept)


def _mean_and_limits(name: str, total: str, graded: str, n: str) -> Iterator[pl.Expr]:
    """Yield the mean of graded answers, and that of all if the others are wrong, or right."""
    yield pl.when(pl.col(graded) > 0).then(pl.col(total) / pl.col(graded)).alias(name)
    yield (pl.col(total) / pl.col(n)).fill_null(0.0).alias(f"{name}_low")
    # the difference first: a grade of 0.6 has no limits apart by rounding
    best = (pl.col(total) + (pl.col(n) - pl.col(graded))) / pl.col(n)
    yield best.fill_null(1.0).alias(f"{name}_high")


def _limited(tables: Sequence[pl.DataFrame]) -> pl.DataFrame:
    """Return by task and metric whether each log holds as many questions as it says it asked."""
    limited = [
        each.group_by("task", "metric").agg(
            limited=(pl.len() >= pl.col("n_asked").max()).fill_null(False)
        )
        for each in tables
    ]
    joined = limited[0].join(limited[1], on=["task", "metric"], how="full", coalesce=True)
    return joined.with_columns(pl.col("limited", "limited_right").fill_null(False))


def _split(
    joined: pl.DataFrame, metrics: pl.DataFrame
) -> Iterator[tuple[tuple[str, str, bool, bool], pl.DataFrame]]:
    """Yield each metric with its questions, in the order of A."""
    questions = joined.partition_by("task", "metric", as_dict=True)
    for row in metrics.rows():
        yield row, questions[row[:2]]


def _pair(task: str, metric: str, rows: pl.DataFrame) -> Pairs:
    kept = rows.filter("is_kept")
    a, b = (kept[name].cast(pl.Float64).fill_null(np.nan).to_numpy() for name in "ab")
    noise = kept.filter(pl.col("a").is_not_null() & pl.col("b").is_not_null())["noise"]
    return Pairs(
        task=task,
        metric=metric,
        items=kept["item"].to_list(),
        a=a,
        b=b,
        a_limits=kept.select("a_low", "a_high").to_numpy().T,
        b_limits=kept.select("b_low", "b_high").to_numpy().T,
        noise=None if noise.null_count() else noise.to_numpy(),
        cluster=kept["cluster"].to_numpy() if kept["is_clustered"].any() else None,
        repeats=float(np.mean([kept["n"].mean() or 1, kept["n_right"].mean() or 1])),
        changed_keys=kept.filter("is_changed")["item"].to_list(),
        n_reworded=int(kept["is_reworded"].sum()),
    )


def _add_lost(pairs: Pairs, n: int) -> Pairs:
    """Return pairs with questions that neither run has a grade for."""
    nothing = np.full(n, np.nan)
    limits = np.repeat([[0.0], [1.0]], n, axis=1)
    names = [f"(lost answer {i})" for i in range(1, n + 1)]
    return replace(
        pairs,
        items=[*pairs.items, *names],
        a=np.concatenate([pairs.a, nothing]),
        b=np.concatenate([pairs.b, nothing]),
        a_limits=np.concatenate([pairs.a_limits, limits], axis=1),
        b_limits=np.concatenate([pairs.b_limits, limits], axis=1),
        cluster=None if pairs.cluster is None else np.concatenate([pairs.cluster, names]),
    )
