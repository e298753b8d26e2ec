"""How much of what the baseline answered is compared, by task."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import polars as pl

from analysis_py.runs.documents import NothingInCommonError
from analysis_py.runs.reading import Run

if TYPE_CHECKING:
    from analysis_py.runs.pairing import Pairs

#: Largest share of questions whose key may differ; beyond it the versions of a task differ.
MOST_REKEYED = 0.5


@dataclass(frozen=True, kw_only=True)
class Coverage:
    """What became of the questions of one task; the counts add up to ``asked``.

    Attributes
    ----------
    task, metric : str
        ``metric`` is the one that decides.
    asked : int
        Questions of either run.
    compared : int
        Questions with a grade in both.
    missing : int
        Questions without a grade in one run; the bounds count them as right and as wrong.
    not_asked : int
        Questions that one run was not asked, by its own log.
    left_out : int
        Questions that the user left out.
    only_in : str or None
        ``A`` or ``B`` if the other run lacks the task.
    why : list of str
        A sentence on each cause.
    """

    task: str
    metric: str
    asked: int
    compared: int = 0
    missing: int = 0
    not_asked: int = 0
    left_out: int = 0
    only_in: str | None = None
    why: list[str] = field(default_factory=list)

    @property
    def is_whole(self) -> bool:
        """Whether every question is compared, and nothing has to be said."""
        return self.compared == self.asked and not self.why


def describe_coverage(coverage: Sequence[Coverage]) -> list[str]:
    """Return a line on each task that is not compared whole, and how much of it is."""
    lines = []
    for each in coverage:
        if each.is_whole:
            continue
        counts = [
            f"{n:,} {what}"
            for n, what in (
                (each.compared, "compared"),
                (each.missing, "bounded"),
                (each.not_asked, "not asked"),
                (each.left_out, "left out"),
            )
            if n
        ]
        how = "; ".join([f"of {count_questions(each.asked)} {', '.join(counts)}", *each.why])
        lines.append(f"{each.task}: {how}.")
    return lines


def count_questions(n: int) -> str:
    """Return a number of questions in words."""
    return f"{n:,} question{'s' * (n != 1)}"


def cover_task(pairs: Pairs, rows: pl.DataFrame, n_lost: int, runs: tuple[Run, Run]) -> Coverage:
    """Return what became of the questions of a task of A.

    Parameters
    ----------
    pairs : Pairs
        What is compared or bounded, with lost answers.
    rows : polars.DataFrame
        Every question of either run, as the pairing joins them.
    n_lost : int
        Answers that are lost in both.
    runs : tuple of Run
        A and B.

    Raises
    ------
    NothingInCommonError
        If the keys of most questions differ.
    """
    n_both = rows.filter(pl.col("n").is_not_null() & pl.col("n_right").is_not_null()).height
    if rows["is_changed"].sum() > MOST_REKEYED * n_both:
        raise NothingInCommonError(
            f"{pairs.task}: the answer keys of {rows['is_changed'].sum():,} of {n_both:,} "
            "questions differ between the runs. Run both on one version of the task."
        )
    compared = int(pairs.is_complete.sum())
    n_not_asked = int(rows["is_not_asked"].sum())
    n_kept = int(rows["is_kept"].sum())
    return Coverage(
        task=pairs.task,
        metric=pairs.metric,
        asked=rows.height + n_lost,
        compared=compared,
        missing=n_kept + n_lost - compared,
        not_asked=n_not_asked,
        left_out=rows.height - n_kept - n_not_asked,
        only_in=None if n_both or rows["n_right"].count() else "A",
        why=list(_explain(pairs, rows, n_lost, runs)),
    )


def cover_tasks_left(a: Run, b: Run, asked: pl.DataFrame) -> list[Coverage]:
    """Return the tasks of A that the user leaves out, and those of B that A was not asked."""
    tasks = asked["task"].unique()
    everything = a.answers["task"].unique()
    covered = []
    for run, known, name in ((a, tasks, "A"), (b, everything, "B")):
        left = run.answers.filter(~pl.col("task").is_in(known.implode()))
        counts = left.group_by("task", maintain_order=True).agg(
            pl.col("metric").first(), n=pl.col("item").n_unique()
        )
        for task, metric, n in counts.rows():
            kind = {"left_out": n} if name == "A" else {"not_asked": n, "only_in": "B"}
            why = [f"only B has it: its {count_questions(n)} {_are(n)} not compared"]
            why = why if name == "B" else ["left out with --tasks"]
            covered.append(Coverage(task=task, metric=metric, asked=n, why=why, **kind))
    return covered


def count_lost(joined: pl.DataFrame, a: Run, b: Run) -> dict[str, int]:
    """Return by task how many answers are lost that may be to questions no run has left.

    A damaged record names no question. As many as there are questions that the run lacks are
    accounted for; the rest may be to any other. Records without a task count in the smallest one.
    """
    lost: dict[str, int] = {}
    tables = {str(key[0]): rows for key, rows in joined.partition_by("task", as_dict=True).items()}
    smallest = min(tables, key=lambda task: tables[task].height, default=None)
    for run, n in ((a, "n"), (b, "n_right")):
        for name, n_records in run.lost.items():
            task = name if name in tables else smallest
            if task is not None:
                extra = n_records - tables[task][n].null_count()
                lost[task] = max(lost.get(task, 0), extra)
    return lost


def _explain(pairs: Pairs, rows: pl.DataFrame, n_lost: int, runs: tuple[Run, Run]) -> Iterator[str]:
    """Yield a sentence on each cause why a question is not compared as it stands."""
    kept = rows.filter("is_kept")
    if rows["n_right"].count() == 0:
        others = runs[1].answers.filter(task=pairs.task)["metric"].unique(maintain_order=True)
        lacks = f"{pairs.metric}, but {', '.join(others)}" if len(others) else "such task"
        yield f"B has no {lacks}"
    for name, n, mean in (("A", "n", "a"), ("B", "n_right", "b")):
        end = n.removeprefix("n")
        absent, ungraded = kept[n].null_count(), kept[mean].null_count()
        if ungraded:
            detail = f", {absent:,} of them absent" if 0 < absent < ungraded else ""
            yield f"{name} has no grade for {count_questions(ungraded)}{detail}"
        if n_ruled := kept[f"n_ruled{end}"].sum():
            rules = " or ".join(
                kept.filter(pl.col(f"n_ruled{end}") > 0)[f"rule{end}"].unique().sort()
            )
            yield f"{name} has {n_ruled:,} answers without a grade, which count as {rules}"
        n_skipped = rows.filter("is_not_asked")[n].null_count()
        if n_skipped:
            yield (
                f"{name} was run on {rows.height - n_skipped:,} of {rows.height:,} questions, as "
                "its log says; both are compared on these. The result holds for them: a limit "
                "takes the first questions, not random ones"
            )
    partial = kept.filter(pl.col("graded_right") > 0, pl.col("graded_right") < pl.col("most"))
    if partial.height:
        yield f"B lacks some of the answers to {count_questions(partial.height)}"
    if n_lost:
        yield f"{n_lost:,} damaged records may be answers to further questions"


def _are(n: int) -> str:
    return "is" if n == 1 else "are"
