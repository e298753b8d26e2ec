"""How much of what the baseline answered is compared, by task."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import polars as pl

from analysis_py.runs.documents import NothingInCommonError
from analysis_py.runs.metrics import KEYS
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


def count_causes(joined: pl.DataFrame) -> dict[tuple[str, str], dict[str, Any]]:
    """Return by task and metric how many questions each run was asked, answered and is graded on.

    Parameters
    ----------
    joined : polars.DataFrame
        Every question of either run, as the pairing joins them.
    """
    kept, is_both = pl.col("is_kept"), pl.col("n").is_not_null() & pl.col("n_right").is_not_null()
    is_partial = (pl.col("graded_right") > 0) & (pl.col("graded_right") < pl.col("most"))
    counts = joined.group_by(KEYS, maintain_order=True).agg(
        asked=pl.len(),
        both=is_both.sum(),
        changed=pl.col("is_changed").sum(),
        kept=kept.sum(),
        not_asked=pl.col("is_not_asked").sum(),
        partial=(kept & is_partial).sum(),
        **dict(_count_of_run("a", "a", "")),
        **dict(_count_of_run("b", "b", "_right")),
    )
    return {(row["task"], row["metric"]): row for row in counts.iter_rows(named=True)}


def _count_of_run(run: str, mean: str, end: str) -> Iterator[tuple[str, pl.Expr]]:
    """Yield the counts of one run."""
    kept, is_absent = pl.col("is_kept"), pl.col(f"n{end}").is_null()
    n_ruled = pl.when(kept).then(f"n_ruled{end}")
    yield f"lacking_{run}", is_absent.sum()
    yield f"absent_{run}", (kept & is_absent).sum()
    yield f"ungraded_{run}", (kept & pl.col(mean).is_null()).sum()
    yield f"ruled_{run}", n_ruled.sum()
    yield f"rules_{run}", pl.col(f"rule{end}").filter(n_ruled > 0).unique().sort().str.join(" or ")
    yield f"skipped_{run}", (pl.col("is_not_asked") & is_absent).sum()


def cover_task(pairs: Pairs, counts: Mapping[str, Any], n_lost: int, b: Run) -> Coverage:
    """Return what became of the questions of a task of A.

    Parameters
    ----------
    pairs : Pairs
        What is compared or bounded, with lost answers.
    counts : mapping
        Of :func:`count_causes`.
    n_lost : int
        Answers that are lost in both.
    b : Run
        The candidate.

    Raises
    ------
    NothingInCommonError
        If the keys of most questions differ.
    """
    if counts["changed"] > MOST_REKEYED * counts["both"]:
        raise NothingInCommonError(
            f"{pairs.task}: the answer keys of {counts['changed']:,} of {counts['both']:,} "
            "questions differ between the runs. Run both on one version of the task."
        )
    compared = int(pairs.is_complete.sum())
    return Coverage(
        task=pairs.task,
        metric=pairs.metric,
        asked=counts["asked"] + n_lost,
        compared=compared,
        missing=counts["kept"] + n_lost - compared,
        not_asked=counts["not_asked"],
        left_out=counts["asked"] - counts["kept"] - counts["not_asked"],
        only_in="A" if counts["lacking_b"] == counts["asked"] else None,
        why=list(_explain(pairs, counts, n_lost, b)),
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


def count_lost(
    causes: Mapping[tuple[str, str], Mapping[str, Any]], a: Run, b: Run
) -> dict[str, int]:
    """Return by task how many answers are lost that may be to questions no run has left.

    A damaged record names no question. As many as there are questions that the run lacks are
    accounted for; the rest may be to any other. Records without a task count in the smallest one.
    """
    lost: dict[str, int] = {}
    tables = {task: counts for (task, _), counts in causes.items()}
    smallest = min(tables, key=lambda task: tables[task]["asked"], default=None)
    for run, lacking in ((a, "lacking_a"), (b, "lacking_b")):
        for name, n_records in run.lost.items():
            task = name if name in tables else smallest
            if task is not None:
                lost[task] = max(lost.get(task, 0), n_records - tables[task][lacking])
    return lost


def _explain(pairs: Pairs, counts: Mapping[str, Any], n_lost: int, b: Run) -> Iterator[str]:
    """Yield a sentence on each cause why a question is not compared as it stands."""
    asked = counts["asked"]
    if counts["lacking_b"] == asked:
        others = b.answers.filter(task=pairs.task)["metric"].unique(maintain_order=True)
        lacks = f"{pairs.metric}, but {', '.join(others)}" if len(others) else "such task"
        yield f"B has no {lacks}"
    for name, run in (("A", "a"), ("B", "b")):
        absent, ungraded = counts[f"absent_{run}"], counts[f"ungraded_{run}"]
        if ungraded:
            detail = f", {absent:,} of them absent" if 0 < absent < ungraded else ""
            yield f"{name} has no grade for {count_questions(ungraded)}{detail}"
        if n_ruled := counts[f"ruled_{run}"]:
            rules = counts[f"rules_{run}"]
            yield f"{name} has {n_ruled:,} answers without a grade, which count as {rules}"
        if n_skipped := counts[f"skipped_{run}"]:
            yield (
                f"{name} was run on {asked - n_skipped:,} of {asked:,} questions, as its log says; "
                "both are compared on these. The result holds for them: a limit takes the first "
                "questions, not random ones"
            )
    if counts["partial"]:
        yield f"B lacks some of the answers to {count_questions(counts['partial'])}"
    if n_lost:
        records = f"damaged record{'s' * (n_lost != 1)}"
        yield f"{n_lost:,} {records} may be answers to further questions"


def _are(n: int) -> str:
    return "is" if n == 1 else "are"
