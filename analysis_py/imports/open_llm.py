"""The Open LLM Leaderboard's own downloads, v1 and v2, as its table exported them.

Several of their flags are negated: ``True`` under ``Merged`` or ``MoE`` says that it is none. The
raw scores of v2 are shares with two decimals, and its MATH was rescored after the export, so an
export is a snapshot of its own.
"""

import re
from dataclasses import dataclass, replace

from analysis_py.imports.contract import Results
from analysis_py.imports.files import File
from analysis_py.imports.tables import is_table, runs_of, scored
from analysis_py.imports.values import truth

FORMAT = "the Open LLM Leaderboard's own downloads, v1 and v2"


@dataclass(frozen=True)
class _Board:
    """The columns of a leaderboard's export.

    ``exams`` has, by the column of scores, its benchmark, metric and worked examples; ``columns``
    has those that both exports call differently, by field.
    """

    needs: frozenset[str]
    unit: str
    exams: dict[str, tuple[str, str, int]]
    columns: dict[str, str]


#: The columns of both exports, by field.
_COLUMNS = {
    "model_name": "Model",
    "revision": "Model sha",
    "precision": "Precision",
    "chat_template": "Chat Template",
    "training_type_label": "Type",
    "architecture_label": "Architecture",
    "weight_type": "Weight type",
    "released_on": "Upload To Hub Date",
    "is_available": "Available on the hub",
    "is_moe": "MoE",
    "is_flagged": "Flagged",
}
_SIZE = "#Params (B)"
_NEGATED = ("Merged", "Not_Merged", "MoE", "Flagged")
_BOTH = {"T", "Model", "Average ⬆️", "Type", "Architecture", "Precision", "Model sha"}
_BOARDS = (
    _Board(
        frozenset(_BOTH | {"Flagged", "MoE", "IFEval Raw", "MMLU-PRO Raw", "Not_Merged"}),
        "share",
        {
            "IFEval Raw": ("IFEval", "strict_acc", 0),
            "BBH Raw": ("BBH", "acc_norm", 3),
            "MATH Lvl 5 Raw": ("MATH Lvl 5", "exact_match", 4),
            "GPQA Raw": ("GPQA", "acc_norm", 0),
            "MUSR Raw": ("MuSR", "acc_norm", 0),
            "MMLU-PRO Raw": ("MMLU-Pro", "acc", 5),
        },
        {"evaluated_on": "Submission Date", "is_merge": "Not_Merged", "parameters_b": _SIZE},
    ),
    _Board(
        frozenset(_BOTH | {"Flagged", "MoE", "ARC", "TruthfulQA", "GSM8K", "Merged"}),
        "percent",
        {
            "ARC": ("ARC", "acc_norm", 25),
            "HellaSwag": ("HellaSwag", "acc_norm", 10),
            "MMLU": ("MMLU", "acc", 5),
            "TruthfulQA": ("TruthfulQA", "mc2", 0),
            "Winogrande": ("Winogrande", "acc", 5),
            "GSM8K": ("GSM8K", "acc", 5),
        },
        {"evaluated_on": "date", "is_merge": "Merged", "parameters_b_truncated": _SIZE},
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
    names = dict(enumerate(header))
    plain = [[_plain(names.get(i), text) for i, text in enumerate(row)] for row in records]
    for row, run in runs_of(file, _COLUMNS | board.columns, header, plain, file.damage, found):
        run = replace(run, unit=board.unit, relationship="third_party")
        for column, (benchmark, metric, n_shots) in board.exams.items():
            said = {"benchmark": benchmark, "metric": metric, "n_shots": n_shots}
            found.scores.append(scored(run, row.get(column), column, **said))
    return found


def _plain(name: str | None, text: str) -> str:
    """Return a cell as other tables have it: flags as they are named, and types without emoji."""
    if name in _NEGATED and (says := truth(text)) is not None:
        return str(not says)
    return re.sub(r"^\W+", "", text).strip() if name == "Type" else text  # 🟢 pretrained


def _board(file: File) -> _Board | None:
    header = set(file.table[0])
    return next((board for board in _BOARDS if board.needs <= header), None)
