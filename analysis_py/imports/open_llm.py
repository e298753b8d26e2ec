"""The Open LLM Leaderboard's own downloads, v1 and v2, as its table exported them.

Several of their flags are negated: ``True`` under ``Merged`` or ``MoE`` says that it is none. The
raw scores of v2 are shares with two decimals, and its MATH was rescored after the export, so an
export is a snapshot of its own.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from analysis_py.imports.contract import Model, Results, Score
from analysis_py.imports.files import File, rows_of
from analysis_py.imports.long_tables import is_table
from analysis_py.imports.values import day, is_missing, number, truth

FORMAT = "the Open LLM Leaderboard's own downloads, v1 and v2"


@dataclass(frozen=True)
class _Exam:
    """A column of scores: its benchmark, metric and worked examples on the board."""

    column: str
    benchmark: str
    metric: str
    n_shots: int


@dataclass(frozen=True)
class _Board:
    """The columns of a leaderboard's export."""

    needs: frozenset[str]
    unit: str
    exams: tuple[_Exam, ...]
    submitted: str
    merged: str
    size: str


_BOTH = {
    "T",
    "Model",
    "Average ⬆️",
    "Type",
    "Architecture",
    "Precision",
    "Model sha",
    "Flagged",
    "MoE",
}
_BOARDS = (
    _Board(
        frozenset(_BOTH | {"IFEval Raw", "MMLU-PRO Raw", "Not_Merged"}),
        "share",
        (
            _Exam("IFEval Raw", "IFEval", "strict_acc", 0),
            _Exam("BBH Raw", "BBH", "acc_norm", 3),
            _Exam("MATH Lvl 5 Raw", "MATH Lvl 5", "exact_match", 4),
            _Exam("GPQA Raw", "GPQA", "acc_norm", 0),
            _Exam("MUSR Raw", "MuSR", "acc_norm", 0),
            _Exam("MMLU-PRO Raw", "MMLU-Pro", "acc", 5),
        ),
        "Submission Date",
        "Not_Merged",
        "parameters_b",
    ),
    _Board(
        frozenset(_BOTH | {"ARC", "TruthfulQA", "GSM8K", "Merged"}),
        "percent",
        (
            _Exam("ARC", "ARC", "acc_norm", 25),
            _Exam("HellaSwag", "HellaSwag", "acc_norm", 10),
            _Exam("MMLU", "MMLU", "acc", 5),
            _Exam("TruthfulQA", "TruthfulQA", "mc2", 0),
            _Exam("Winogrande", "Winogrande", "acc", 5),
            _Exam("GSM8K", "GSM8K", "acc", 5),
        ),
        "date",
        "Merged",
        "parameters_b_truncated",
    ),
)


def matches(file: File) -> bool:
    """Tell whether a table has the whole header of an export; a few columns are not enough."""
    return is_table(file) and _board(file) is not None


def read(file: File) -> Results:
    """Return the scores of every row."""
    header, records = file.table
    board = _board(file)
    assert board is not None, "read what matches"
    found = Results()
    for n, row, problem in rows_of(header, records):
        name = row.get("Model")
        found.know(name, _model(board, row))
        run = Score(
            model_name=name,
            benchmark=None,
            score=None,
            unit=board.unit,
            revision=row.get("Model sha"),
            precision=row.get("Precision"),
            chat_template=truth(row.get("Chat Template", "")),
            evaluated_on=day(row.get(board.submitted)),
            relationship="third_party",
            file_name=file.shown,
            row_number=n,
            problem=problem,
        )
        found.scores += [_score(run, exam, row.get(exam.column)) for exam in board.exams]
    return found


def _score(run: Score, exam: _Exam, text: str | None) -> Score:
    value = number(text)
    lacking = f"{exam.column} is not a number: {text or 'empty'}" if value is None else None
    return replace(
        run,
        benchmark=exam.benchmark,
        score=text if value is None else value,
        metric=exam.metric,
        n_shots=exam.n_shots,
        problem=run.problem or lacking,
    )


def _board(file: File) -> _Board | None:
    header = set(file.table[0])
    return next((board for board in _BOARDS if board.needs <= header), None)


def _model(board: _Board, row: dict[str, str]) -> Model:
    def said(column: str, read_value: Callable[[str], Any] = str) -> Any:
        text = row.get(column)
        return None if text is None or is_missing(text) else read_value(text)

    def negated(column: str) -> bool | None:
        value = said(column, truth)
        return None if value is None else not value

    size = said("#Params (B)", number)
    return Model(
        **{board.size: size if size and size > 0 else None},
        # 🟢 pretrained
        training_type_label=said("Type", lambda text: re.sub(r"^\W+", "", text).strip()),
        architecture_label=said("Architecture"),
        weight_type=said("Weight type"),
        released_on=said("Upload To Hub Date", day),
        is_merge=negated(board.merged),
        is_moe=negated("MoE"),
        is_flagged=negated("Flagged"),
        is_available=said("Available on the hub", truth),
    )
