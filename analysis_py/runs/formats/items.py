"""Tables of answers to single items: a record per answer, or a matrix of models and items.

A record is a model, a benchmark, an item and a score from 0 to 1, or true and false. Optional are
``cluster``, what items have in common that are not independent; ``metric``; ``run``, where an item
was answered several times; ``answer``, what was answered; ``status``, why the model's answers to
the benchmark are in no comparison; and what is known of the model (``MODEL_FACTS``) and of the item
(``ITEM_FACTS``). A matrix has a row per ``model`` and a column per item, or the other way round.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import polars as pl

from analysis_py.runs.formats.contract import Results, UnreadableFile
from analysis_py.runs.formats.files import ColumnNames, File
from analysis_py.runs.formats.headers import NAMES, is_no_benchmark, names_a_field, slug
from analysis_py.runs.formats.table_files import refuse_doubles
from analysis_py.runs.formats.values import GRADES, number

FORMAT = "answers to single items (CSV, TSV, Parquet, JSON Lines): records, or a matrix of them"

#: What an import must say of every answer.
REQUIRED = ("model", "benchmark", "item", "score")
#: Names that go for a column where it is not there itself, the clearest first.
_OTHER_NAMES = {
    "model": ("model_name", *NAMES["model_name"]),
    "benchmark": NAMES["benchmark"],
    "item": ("item_id", "sample_id", "question_id", "doc_id", "problem_id", "example_id"),
    "score": ("correct", "is_correct", *NAMES["score"]),
    "run": ("run_id", "repeat", "repetition", "epoch", "attempt", "trial"),
}
#: The same where a table is known to hold the answers of a run.
_NAMES_IN_RUNS = _OTHER_NAMES | {
    "model": ("model_name", "model_id", "llm", "fullname", "full_name"),
    "benchmark": tuple(name for name in NAMES["benchmark"] if name != "test"),
    "item": (
        *_OTHER_NAMES["item"],
        "task_id",
        "instance_id",
        "input_id",
        "case_id",
        "test_id",
        "id",
        "idx",
        "question",
    ),
    "score": (
        *_OTHER_NAMES["score"],
        "passed",
        "resolved",
        "is_resolved",
        "valid",
        "reward",
        "success",
        "grade",
    ),
    "run": (*_OTHER_NAMES["run"], "run_idx", "run_index", "seed", "sample", "sample_index"),
}
#: What it may say of the model.
MODEL_FACTS = ("parameters_b", "architecture", "training_type", "base_family", "base_model")
#: What it may say of the item: its subject, kinds, origin, keys, and who judged it and how.
ITEM_FACTS = ("part", "kinds", "source", "key", "first_key", "n_options", "audit", "flagged")
_OF_AN_ANSWER = ("cluster", "metric", "run", "answer", "status")
KNOWN = {*REQUIRED, *_OF_AN_ANSWER, *MODEL_FACTS, *ITEM_FACTS}
#: What a matrix cannot say, by what its cells are.
NOT_OF_A_MATRIX = {"item": {"answer", *ITEM_FACTS}, "model": {"answer", "status"}}
#: How a reader calls a column without a name, such as that of row numbers.
_UNNAMED = re.compile(r"column ?\d+|unnamed: ?\d+|__index_level_\d+__")
#: Columns of a matrix that describe its items. A name with a digit is an item or a model.
_OF_AN_ITEM = re.compile(r"(item[ _])?(difficulty|discrimination|easiness|weight|points)")
_DIGIT = re.compile(r"\d")
#: Columns of answers and keys; the user may name them, but they are no scores by their names.
_LABELS = re.compile(
    r"target|label|gold|answer|key|pred(icted|iction)?|reference|expected|response|output|choice"
)
#: Smallest numbers of rows and columns of a matrix.
_LOOKED_AT = 50


class Layout(NamedTuple):
    """The columns of a table by what they are, and the cells of a matrix."""

    columns: dict[str, str]
    cells: dict[str, str]

    @property
    def kind(self) -> str:
        """What a column of a matrix stands for."""
        return "item" if "model" in self.columns else "model"


def recognise(file: File) -> Layout | None:
    """Return the layout of a table that has a column of items or is a matrix.

    At least half of a matrix is 0 or 1, in several columns.

    Raises
    ------
    UnreadableFile
        If the table is known to hold the answers of a run, and has no column of items or scores.
    """
    if not file.is_table:
        return None
    if file.names is not None:
        return _name_columns(file, file.names)
    layout = layout_of(file)
    return layout if "item" in layout.columns or _is_matrix(file, layout.cells) else None


def layout_of(file: File) -> Layout:
    """Return the columns of a table by what they are, and which are cells if it is a matrix."""
    columns = columns_of(file.head.header)
    return Layout(columns, cell_columns(columns))


def read(file: File, layout: Layout) -> Results:
    """Return the table, whose records :func:`read_frames` reads when they are needed."""
    return Results(tables=[(file, layout)])


def read_frames(file: File, layout: Layout) -> Iterator[pl.DataFrame]:
    """Yield a file's records as texts, with their places from 0 and the problems of damaged ones.

    A matrix gives a record per filled cell, numbered row by row, and one per row without any; the
    names of ``layout`` are then those of the records.
    """
    refuse_doubles(name.strip().lower() for name in file.head.header)
    for frame in file.frames():
        if not layout.cells:
            yield frame
            continue
        yield from _cells_of(frame, file, layout)


def columns_of(
    header: Sequence[str], names: Mapping[str, Sequence[str]] = _OTHER_NAMES
) -> dict[str, str]:
    """Return the columns by what they are here, in small letters."""
    columns = {name.strip().lower(): name for name in header}
    for name, others in names.items():
        fitting = (each for other in others for each in columns if slug(columns[each]) == other)
        if name not in columns and (other := next(fitting, None)):
            columns[name] = columns.pop(other)
    return columns


def cell_columns(columns: Mapping[str, str]) -> dict[str, str]:
    """Return the columns of a matrix that are, by name, an item or a model each."""
    if len({"model", "item"} & columns.keys()) != 1 or "score" in columns:
        return {}
    return {
        name: original
        for name, original in columns.items()
        if name not in KNOWN
        and not _UNNAMED.fullmatch(name)
        and (_DIGIT.search(name) or not (is_no_benchmark(name) or _OF_AN_ITEM.fullmatch(name)))
        and ("item" in columns or not names_a_field(original))
    }


def _is_matrix(file: File, cells: Mapping[str, str]) -> bool:
    names = set(cells.values())
    places = [i for i, name in enumerate(file.head.header) if name in names][:_LOOKED_AT]
    texts = [
        (i, record[i].strip().lower())
        for record in file.head.records[:_LOOKED_AT]
        for i in places
        if len(record) == len(file.head.header) and record[i].strip()
    ]
    sure = [i for i, text in texts if text in ("0", "1", "0.0", "1.0", "true", "false")]
    return len(set(sure)) > 1 and len(sure) >= len(texts) / 2


def _name_columns(file: File, names: ColumnNames) -> Layout:
    """Return the layout of a table of a run's answers, by the user's names of columns."""
    header = file.head.header
    columns = columns_of(header, _NAMES_IN_RUNS)
    for option, role in (("item", "item"), ("score", "score"), ("model", "model"), ("run", "run")):
        given = getattr(names, option)
        for each in (given,) if isinstance(given, str) else given or ():
            if each not in header:
                raise UnreadableFile(
                    f"no column is called {each}, which --{option} names; the columns are "
                    f"{', '.join(header)}"
                )
            columns = {known: name for known, name in columns.items() if name != each}
            columns[role] = each
    if names.part in header and "score" not in columns and not _LABELS.fullmatch(slug(names.part)):
        columns = {known: name for known, name in columns.items() if name != names.part}
        columns["score"] = names.part
    layout = Layout(columns, cell_columns(columns) if "item" not in columns else {})
    if ("item" in columns and "score" in columns) or _is_matrix(file, layout.cells):
        return layout
    raise UnreadableFile(_ask_for_columns(file, columns))


def _ask_for_columns(file: File, columns: Mapping[str, str]) -> str:
    """Return which columns there are, and what to type."""
    table = file.head
    values = {
        name: list(dict.fromkeys(record[i] for record in table.records if i < len(record)))
        for i, name in enumerate(table.header)
    }
    shown = [
        f"{name} ({', '.join(each) if len(each) <= 3 else f'{len(each):,} different values'})"
        for name, each in values.items()
    ]
    missing = [role for role in ("item", "score") if role not in columns]
    asked = {"item": "names the question", "score": "is the score"}
    most = max(values, key=lambda name: len(values[name]), default="COLUMN")
    others = values.keys() - {most, *(columns[role] for role in KNOWN & columns.keys())}
    graded = [name for name, each in values.items() if name in others and _may_grade(name, each)]
    typed = {"item": f"--item {most}", "score": f"--score {(graded or ['COLUMN'])[0]}"}
    return (
        f"which column {' and which '.join(asked[role] for role in missing)}? "
        f"Columns: {', '.join(shown)}. Say {' '.join(typed[role] for role in missing)}"
    )


def _may_grade(name: str, values: Sequence[str]) -> bool:
    """Tell whether a column may hold scores: several between 0 and 1, or words for them."""
    grades = [GRADES.get(text.strip().lower(), number(text)) for text in values]
    known = {grade for grade in grades if grade is not None and 0 <= grade <= 1}
    return len(known) > 1 and 2 * len(known) > len(grades) and not _LABELS.fullmatch(slug(name))


def _cells_of(frame: pl.DataFrame, file: File, layout: Layout) -> Iterator[pl.DataFrame]:
    """Yield the records of a matrix."""
    cells, n = list(layout.cells.values()), len(layout.cells)
    kept = [name for name in frame.columns if name not in set(cells)]
    if "benchmark" not in layout.columns:
        frame = frame.with_columns(benchmark=pl.lit(file.path.stem))
        kept.append("benchmark")
    blank = pl.all_horizontal(pl.col(cells).fill_null("").str.strip_chars() == "")
    problem = pl.coalesce("record_problem", pl.when(blank).then(pl.lit("the row holds no answer")))
    frame = frame.with_columns(record_problem=problem, record_row=pl.col("record_row") * n)
    sound = frame.filter(pl.col("record_problem").is_null())
    places = pl.DataFrame({layout.kind: cells}).with_row_index("place")
    lists = sound.unpivot(cells, index=kept, variable_name=layout.kind, value_name="score")
    lists = lists.filter(pl.col("score").fill_null("").str.strip_chars() != "")
    lists = lists.join(places, on=layout.kind, how="left", maintain_order="left")
    place = pl.col("record_row") + pl.col("place").cast(pl.Int64)
    lists = lists.with_columns(record_row=place).drop("place")
    yield lists
    damaged = frame.filter(pl.col("record_problem").is_not_null())
    absent = {name: pl.lit(None, pl.String) for name in (layout.kind, "score")}
    yield damaged.select(*kept, **absent).select(lists.columns)
