"""The questions on which two runs differ, by name."""

import numpy as np
import polars as pl

from analysis_py.runs.comparing import Comparison
from analysis_py.runs.pairing import Pairs
from analysis_py.runs.reading import Run

_SCHEMA = {
    "task": pl.String,
    "metric": pl.String,
    "item": pl.String,
    "higher": pl.String,
    "score_a": pl.Float64,
    "score_b": pl.Float64,
    "answer_a": pl.String,
    "answer_b": pl.String,
}


def changed_questions(comparison: Comparison) -> pl.DataFrame:
    """Return the questions that one run answers better, by the metrics that decide.

    Returns
    -------
    polars.DataFrame
        One row per question: ``task``, ``metric``, ``item``, ``higher`` (A or B), and the grades
        ``score_a`` and ``score_b``, means over repeated answers, and where they were read
        ``answer_a`` and ``answer_b``, the first of repeated ones. First what A alone gets right.
    """
    frames = [_changed(pairs, comparison) for pairs in comparison.pairs]
    return pl.concat([pl.DataFrame(schema=_SCHEMA), *frames]).sort("higher", maintain_order=True)


def _changed(pairs: Pairs, comparison: Comparison) -> pl.DataFrame:
    differs = pairs.is_complete & (pairs.a != pairs.b)
    a, b = pairs.a[differs], pairs.b[differs]
    columns = {
        "task": [pairs.task] * len(a),
        "metric": [pairs.metric] * len(a),
        "item": pairs.items.filter(differs),
        "higher": np.where(a > b, "A", "B").tolist(),
        "score_a": a,
        "score_b": b,
    }
    frame = pl.DataFrame(columns, schema={name: _SCHEMA[name] for name in columns})
    for name, run in (("answer_a", comparison.a), ("answer_b", comparison.b)):
        answers = _first_answers(run, pairs.task).rename({"answer": name})
        frame = frame.join(answers, on="item", how="left", maintain_order="left")
    return frame


def _first_answers(run: Run, task: str) -> pl.DataFrame:
    """Return the first answer to each question by its name, and by its document's."""
    given = run.answers.select("task", "item", "document", "answer").drop_nulls("answer")
    if given["task"].n_unique() > 1:  # a single task may have another name in B
        given = given.filter(task=task)
    names = (given.select(pl.col(name).alias("item"), "answer") for name in ("item", "document"))
    return pl.concat(names).drop_nulls().unique("item", keep="first", maintain_order=True)
