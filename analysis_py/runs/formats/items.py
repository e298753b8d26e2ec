"""Tables of answers to single items: a record per answer, or a matrix of models and items.

A record is a model, a benchmark, an item and a score from 0 to 1, or true and false. Optional are
``cluster``, what items have in common that are not independent; ``metric``; ``run``, where an item
was answered several times; ``answer``, what was answered; ``status``, why the model's answers to
the benchmark are in no comparison; and what is known of the model (``MODEL_FACTS``) and of the item
(``ITEM_FACTS``). A matrix has a row per ``model`` and a column per item, or the other way round.
"""

import re
from collections.abc import Mapping, Sequence

from analysis_py.runs.formats.files import File
from analysis_py.runs.formats.headers import NAMES, is_no_benchmark, names_a_field, slug

FORMAT = "answers to single items (CSV, TSV, Parquet, JSON Lines): records, or a matrix of them"

#: What a file must say of every answer.
REQUIRED = ("model", "benchmark", "item", "score")
#: Names that go for a column where it is not there itself, the clearest first.
_OTHER_NAMES = {
    "model": ("model_name", *NAMES["model_name"]),
    "benchmark": NAMES["benchmark"],
    "item": ("item_id", "sample_id", "question_id", "doc_id", "problem_id", "example_id"),
    "score": ("correct", "is_correct", *NAMES["score"]),
    "run": ("run_id", "repeat", "repetition", "epoch", "attempt", "trial"),
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
#: Smallest numbers of rows and columns of a matrix.
_LOOKED_AT = 50


def matches(file: File) -> bool:
    """Tell whether a table has a column of items or is a matrix.

    At least half of a matrix is 0 or 1, in several columns.
    """
    if not file.is_table:
        return False
    columns = columns_of(file.head.header)
    if "item" in columns:
        return True
    cells = set(cell_columns(columns).values())
    places = [i for i, name in enumerate(file.head.header) if name in cells][:_LOOKED_AT]
    texts = [
        (i, record[i].strip().lower())
        for record in file.head.records[:_LOOKED_AT]
        for i in places
        if len(record) == len(file.head.header) and record[i].strip()
    ]
    sure = [i for i, text in texts if text in ("0", "1", "0.0", "1.0", "true", "false")]
    return len(set(sure)) > 1 and len(sure) >= len(texts) / 2


def columns_of(header: Sequence[str]) -> dict[str, str]:
    """Return the columns by what they are here, in small letters."""
    columns = {name.strip().lower(): name for name in header}
    for name, others in _OTHER_NAMES.items():
        found = (each for other in others for each in columns if slug(each) == other)
        if name not in columns and (other := next(found, None)):
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
