"""Questions of two logs that are the same although they are called otherwise."""

from dataclasses import replace

import polars as pl

from analysis_py.runs.reading import Run
from analysis_py.runtime.errors import UserError

#: Largest share of questions that may differ under one name; beyond it the lists differ.
MOST_REPLACED = 0.5


class NothingInCommonError(UserError):
    """Two runs cannot be compared; the message says what each has."""


def under_one_name(a: Run, b: Run) -> Run:
    """Return B with its task renamed to A's if each has one, without a name or of one content.

    Of one content are tasks with most documents in common, each of which occurs once in a task.
    """
    tasks = [run.answers["task"].unique() for run in (a, b)]
    if not len(tasks[0]) == len(tasks[1]) == 1 or tasks[0][0] == tasks[1][0]:
        return b
    if not (a.is_task_unnamed and b.is_task_unnamed):
        documents = []
        for run in (a, b):
            each = run.answers.select("item", "document").drop_nulls().unique()
            if each["document"].n_unique() < len(each) or each.is_empty():
                return b
            documents.append(set(each["document"]))
        if len(documents[0] & documents[1]) < min(map(len, documents)) / 2:
            return b
    return replace(b, answers=b.answers.with_columns(task=pl.lit(tasks[0][0])))


def name_by_document(answers: pl.DataFrame, other: pl.DataFrame) -> pl.DataFrame:
    """Return answers with questions named by their documents, in tasks where both logs have these.

    In many logs a name is only a position. A question with another document, key and wording in the
    other run is another question.

    Raises
    ------
    NothingInCommonError
        If most questions of a name differ.
    """
    if answers["document"].null_count() == len(answers):
        return answers
    facts = other.unique(["task", "item"], keep="first", maintain_order=True).select(
        "task", "item", document_there="document", prompt_there="prompt"
    )
    known = other.select("task", "document").unique().with_columns(is_there=True)
    whole = [
        each.group_by("task").agg(pl.col("document").is_not_null().all().alias("is_whole"))
        for each in (answers, other)
    ]
    named = whole[0].join(whole[1], on="task").filter("is_whole", "is_whole_right")["task"]
    beside = answers.join(facts, on=["task", "item"], how="left", maintain_order="left").join(
        known, on=["task", "document"], how="left", maintain_order="left"
    )
    # same wording, other document: the key was changed
    is_same = (pl.col("document") == pl.col("document_there")) | (
        pl.col("prompt") == pl.col("prompt_there")
    )
    is_shared = pl.col("document_there").is_not_null()
    beside = beside.with_columns(
        is_there=pl.col("is_there").fill_null(False),
        is_shared=is_shared,
        is_replaced=is_shared & ~is_same.fill_null(False),
    ).with_columns(is_named=pl.col("task").is_in(named.implode()))
    _refuse_other_lists(beside.filter("is_named"))
    is_other = pl.col("is_replaced") | (~pl.col("is_shared") & pl.col("is_there"))
    return beside.with_columns(
        item=pl.when(pl.col("is_named") & is_other).then("document").otherwise("item")
    ).select(answers.columns)


def _refuse_other_lists(beside: pl.DataFrame) -> None:
    """Raise if most questions of a task have another content under the same name."""
    items = beside.unique(["task", "item"], maintain_order=True)
    counts = items.group_by("task", maintain_order=True).agg(
        n_shared=pl.col("is_shared").sum(),
        n_replaced=pl.col("is_replaced").sum(),
        is_elsewhere=(pl.col("is_there") | ~pl.col("is_replaced")).all(),
    )
    is_other = pl.col("n_replaced") > MOST_REPLACED * pl.col("n_shared")
    for task, n_shared, n_replaced, _ in counts.filter(is_other, ~pl.col("is_elsewhere")).rows():
        raise NothingInCommonError(
            f"{task}: {n_replaced:,} of {n_shared:,} questions of the same name differ between the "
            "runs. Run both on one version of the task."
        )
