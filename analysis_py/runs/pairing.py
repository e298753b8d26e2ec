"""The answers of two runs side by side, question by question."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import polars as pl

from analysis_py.runs.paired.quantiles import Floats
from analysis_py.runs.reading import Run
from analysis_py.runtime.errors import UserError

#: Largest share of questions that may differ under one name; beyond it the lists differ.
MOST_REPLACED = 0.5


class NothingInCommonError(UserError):
    """Two runs have no question in common; the message says what each has."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Pairs:
    """The scores of two runs on one task by one metric.

    Attributes
    ----------
    task, metric : str
    items : list of str
        Every question of either run.
    a, b : numpy.ndarray
        Means over the answers to each question; nan where there is no grade.
    noise : numpy.ndarray or None
        Variance of each difference over repeated answers; None unless both runs answered every
        question several times.
    cluster : numpy.ndarray or None
        The group of related questions of each question.
    repeats : float
        Answers to a question, on average over the runs.
    changed_keys : list of str
        Questions with different answer keys, which are left out.
    n_reworded : int
        Number of questions with different wording.
    """

    task: str
    metric: str
    items: list[str]
    a: Floats
    b: Floats
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
        found = self.cluster[which]
        return found if 1 < len(np.unique(found)) < len(found) else None


def pair_runs(a: Run, b: Run, metric: str | None = None) -> list[Pairs]:
    """Return the pairs of each task and metric that both runs have, main metrics first.

    Parameters
    ----------
    a, b : Run
    metric : str, optional
        The metric that decides; the first of each task in A's log if left out.

    Raises
    ------
    NothingInCommonError
        If no question is answered by both, or the questions differ under the same names.
    """
    names, b = ["task", "metric"], _under_one_name(a, b)
    shared = (
        a.answers.select(names)
        .unique(maintain_order=True)
        .join(b.answers.select(names).unique(), on=names, maintain_order="left")
    )
    if metric is not None:
        shared = shared.sort(pl.col("metric") != metric, maintain_order=True)
        if metric not in shared["metric"]:
            raise NothingInCommonError(f"no task has the metric {metric} in both: {_said(a, b)}")
    found = [
        _pair(*key, *(run.answers.filter(task=key[0], metric=key[1]) for run in (a, b)))
        for key in shared.rows()
    ]
    found = [pairs for pairs in found if pairs.is_complete.any()]
    if not found:
        raise NothingInCommonError(f"no question is answered by both: {_said(a, b)}")
    return found


def _under_one_name(a: Run, b: Run) -> Run:
    """Return B with its task renamed to A's if each has one task with the same documents."""
    tasks, documents = ([set(run.answers[name]) for run in (a, b)] for name in ("task", "document"))
    is_one = len(tasks[0]) == len(tasks[1]) == 1 and tasks[0] != tasks[1]
    if not is_one or not (documents[0] & documents[1]) - {None}:
        return b
    return replace(b, answers=b.answers.with_columns(task=pl.lit(*tasks[0])))


def _said(a: Run, b: Run) -> str:
    parts = []
    for run in (a, b):
        tasks = run.answers.select(pl.format("{} ({})", "task", "metric")).to_series()
        listed = tasks.unique(maintain_order=True).to_list()
        more = f" and {len(listed) - 5} more" if len(listed) > 5 else ""
        parts.append(f"{run.path} has {', '.join(listed[:5])}{more}")
    return "; ".join(parts)


def _pair(task: str, metric: str, a: pl.DataFrame, b: pl.DataFrame) -> Pairs:
    a, b = (_average(_by_document(task, answers, other)) for answers, other in ((a, b), (b, a)))
    joined = a.join(b, on="item", how="full", coalesce=True, maintain_order="left_right")
    other_key = (pl.col("key") != pl.col("key_right")).fill_null(False)
    changed = joined.filter(other_key)["item"].to_list()
    joined = joined.filter(~other_key)
    noise = (joined["noise"] + joined["noise_right"]).to_numpy()
    cluster = joined.select(pl.coalesce("cluster", "cluster_right", "item")).to_series()
    is_clustered = joined["cluster"].count() + joined["cluster_right"].count() > 0
    both = joined["score"].is_not_null() & joined["score_right"].is_not_null()
    return Pairs(
        task=task,
        metric=metric,
        items=joined["item"].to_list(),
        a=joined["score"].cast(pl.Float64).fill_null(np.nan).to_numpy(),
        b=joined["score_right"].cast(pl.Float64).fill_null(np.nan).to_numpy(),
        noise=noise[both.to_numpy()] if not _is_noise_unknown(joined, both) else None,
        cluster=cluster.to_numpy() if is_clustered else None,
        repeats=float(np.mean([joined["n"].mean() or 1, joined["n_right"].mean() or 1])),
        changed_keys=changed,
        n_reworded=int((joined["prompt"] != joined["prompt_right"]).sum()),
    )


def _is_noise_unknown(joined: pl.DataFrame, both: pl.Series) -> bool:
    """Tell whether a run answered some question only once."""
    graded = joined.filter(both)
    return bool((graded["noise"].is_null() | graded["noise_right"].is_null()).any())


def _average(answers: pl.DataFrame) -> pl.DataFrame:
    """Return a row per question: means over its answers, null if one has no grade."""
    score = pl.col("score")
    return answers.group_by("item", maintain_order=True).agg(
        score=pl.when(score.is_not_null().all()).then(score.mean()),
        noise=score.var() / score.count(),
        n=pl.len(),
        **{name: pl.col(name).first() for name in ("key", "prompt", "cluster")},
    )


def _by_document(task: str, answers: pl.DataFrame, other: pl.DataFrame) -> pl.DataFrame:
    """Return answers with questions named by their documents, if both logs have these.

    In many logs a name is only a position. A question with another document, key and wording in the
    other run is another question.
    """
    if answers["document"].has_nulls() or other["document"].has_nulls():
        return answers
    facts = other.group_by("item").agg(pl.col("document", "prompt").first())
    beside = answers.join(facts, on="item", how="left", maintain_order="left")
    is_same = (pl.col("document") == pl.col("document_right")) | (
        # same wording, other document: the key was changed
        pl.col("prompt") == pl.col("prompt_right")
    )
    replaced = beside.filter(pl.col("document_right").is_not_null() & ~is_same.fill_null(False))
    n_shared = beside.filter(pl.col("document_right").is_not_null())["item"].n_unique()
    n_replaced = replaced["item"].n_unique()
    is_elsewhere = replaced["document"].is_in(other["document"].implode())
    if n_replaced > MOST_REPLACED * n_shared and not is_elsewhere.all():
        raise NothingInCommonError(
            f"{task}: {n_replaced:,} of {n_shared:,} questions of the same name differ between the "
            "runs. Run both on one version of the task."
        )
    moved = beside.filter(
        pl.col("document_right").is_null(), pl.col("document").is_in(other["document"].implode())
    )
    is_other = pl.col("item").is_in(pl.concat([replaced["item"], moved["item"]]).implode())
    return answers.with_columns(item=pl.when(is_other).then("document").otherwise("item"))


def suite_of(pairs: Sequence[Pairs]) -> list[Pairs]:
    """Return the deciding pairs of each task: the first."""
    first: dict[str, Pairs] = {}
    for each in pairs:
        first.setdefault(each.task, each)
    return list(first.values())
