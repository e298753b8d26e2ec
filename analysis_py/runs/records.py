"""The answers of a run in a table: one grade per record, and which records are repeats."""

import re
from collections.abc import Iterator, Mapping, Sequence

import polars as pl

from analysis_py.runs.formats.files import ColumnNames, File
from analysis_py.runs.formats.headers import slug
from analysis_py.runs.formats.items import Layout, read_frames
from analysis_py.runs.formats.values import GRADES
from analysis_py.runs.tables import are_unique
from analysis_py.runtime.errors import UserError

#: Columns that may differ between repeated answers to a question.
_FREE = re.compile(
    r"(\w+_)?(answers?|response|output|prediction|pred|predicted|completion|text|raw|reasoning"
    r"|explanation|reason|rationale|comment|judge?ment|tstamp|score|grade|latency(_\w+)?|time|times|timestamp|duration"
    r"|seconds|ms|runtime|cost|price|usd|tokens|usage|date|created|started|finished|at|uuid|hash)"
    r"|column_\d+|unnamed_\d+|index|row|record_id|n_tokens|status|error"
)
#: Columns of what a model answered, the clearest first.
_ANSWERS = (
    "model_answer",
    "response",
    "output",
    "completion",
    "prediction",
    "predicted",
    "pred",
    "answer",
)
#: Columns of repeats by their names, whatever they hold.
_REPEATS = re.compile(
    r"(epoch|trial|attempt|repeat|repetition|rep|seed|sample)s?(_id|_index|_idx|_number|_no)?"
)
#: Most values of a column that is offered as the name of runs.
_MOST_RUNS = 50
#: Words for right and wrong, the marks of scorers apart, which are letters of answers elsewhere.
_MARKS = frozenset("cipn")


class RunError(UserError):
    """A path holds no run or several; the message says which."""


def read_table(file: File, layout: Layout, task: str) -> pl.DataFrame:
    """Return the answers in a table, with the columns of a run's answers that it has.

    Parameters
    ----------
    file : File
    layout : Layout
    task : str
        The name of the task if no column names it.

    Raises
    ------
    RunError
        If scores are not scores, or it is not clear which records are repeats.
    """
    names = file.names or ColumnNames()
    frame = pl.concat([*read_frames(file, layout)], how="vertical")
    columns, frame = _choose_columns(frame, layout, names)
    frame = _choose_rows(frame, file, names)
    frame = _split_scores(frame, columns, names)
    answers = frame.with_columns(**_read_columns(frame, columns, names, task))
    answers = answers.with_columns(score=_read_scores(file, answers["__score"]))
    answers = _number_repeats(file, answers, columns, names)
    return answers.with_columns(problem=_say_problem())


def _choose_columns(
    frame: pl.DataFrame, layout: Layout, names: ColumnNames
) -> tuple[dict[str, str], pl.DataFrame]:
    """Return the columns by what they are, where several make up a question's name."""
    columns = {known: name for known, name in layout.columns.items() if name in frame.columns}
    if layout.cells:
        columns |= {name: name for name in ("benchmark", layout.kind, "score")}
        columns |= {known: name for known, name in layout.columns.items() if known == "benchmark"}
    if len(names.item) > 1:
        columns["item"] = ",".join(names.item)
        joined = pl.concat_str(names.item, separator=" / ")
        frame = frame.with_columns(joined.alias(columns["item"]))
    return columns, frame


def _choose_rows(frame: pl.DataFrame, file: File, names: ColumnNames) -> pl.DataFrame:
    """Return the records that ``COLUMN=VALUE`` behind the path chooses."""
    column, is_equal, value = (names.part or "").partition("=")
    if not is_equal or column not in frame.columns:
        return frame
    texts = pl.col(column).str.strip_chars()
    chosen = frame.filter((texts == value) | pl.col("record_problem").is_not_null())
    if chosen["record_problem"].null_count() == 0:
        known = frame[column].drop_nulls().unique(maintain_order=True).to_list()
        raise RunError(f"{file.given}: no {column} is {value}; there are {_list(known)}")
    return chosen


def _split_scores(frame: pl.DataFrame, columns: dict[str, str], names: ColumnNames) -> pl.DataFrame:
    """Return a record per metric where the user names several columns of scores."""
    if len(names.score) < 2:
        return frame
    kept = [name for name in frame.columns if name not in names.score]
    columns |= {"score": "__score_of", "metric": "__metric_of"}
    return frame.unpivot(
        list(names.score), index=kept, variable_name="__metric_of", value_name="__score_of"
    )


def _read_columns(
    frame: pl.DataFrame, columns: Mapping[str, str], names: ColumnNames, task: str
) -> dict[str, pl.Expr]:
    def text(name: str) -> pl.Expr:
        given = pl.col(columns[name]) if name in columns else pl.lit(None, pl.String)
        stripped = given.str.strip_chars()
        return pl.when(stripped != "").then(stripped)

    is_sound = pl.col("record_problem").is_null()
    item = pl.when(is_sound).then(text("item"))
    if "model" in columns:  # an answer of an unknown model may be one of this run
        item = pl.when(text("model").is_not_null()).then(item)
    by_slug = {slug(name): name for name in frame.columns}
    answer = next((by_slug[each] for each in _ANSWERS if names.answers and each in by_slug), None)
    score_name = names.score[0] if len(names.score) == 1 else "score"
    cluster = names.cluster if names.cluster in frame.columns else columns.get("cluster")
    direction = text("higher_is_better").str.to_lowercase()
    status = text("status")
    return {
        "task": text("benchmark").fill_null(task) if "benchmark" in columns else pl.lit(task),
        "metric": text("metric").fill_null(score_name),
        "item": item,
        "model": pl.when(is_sound).then(text("model")),
        "cluster": pl.col(cluster) if cluster else pl.lit(None, pl.String),
        "__score": text("score"),
        "__status": pl.when(~status.str.to_lowercase().is_in(_FINE)).then(status),
        "is_higher_better": direction.replace_strict(
            _TRUTHS, default=None, return_dtype=pl.Boolean
        ),
        "n_options": text("n_options").cast(pl.Int64, strict=False),
        "answer": pl.col(answer) if answer else pl.lit(None, pl.String),
    }


_FINE = ["ok", "success", "successful", "completed", "complete", "done", "passed", "failed", "pass"]
_TRUTHS = {"true": True, "1": True, "yes": True, "false": False, "0": False, "no": False}


def _read_scores(file: File, texts: pl.Series) -> pl.Series:
    """Return grades from numbers and words; marks of scorers only if all words are such."""
    numbers = texts.cast(pl.Float64, strict=False)
    words = texts.filter(numbers.is_null() & texts.is_not_null()).str.to_lowercase()
    marks = words.unique().to_list()
    grades = GRADES if {*marks} <= _MARKS else {w: g for w, g in GRADES.items() if w not in _MARKS}
    scores = numbers
    if marks:
        lower = texts.str.to_lowercase()
        graded = lower.replace_strict(grades, default=None, return_dtype=pl.Float64)
        scores = numbers.fill_null(graded)
    if scores.count() == 0 and texts.count():
        shown = _list(texts.drop_nulls().unique(maintain_order=True).to_list())
        raise RunError(f"{file.given}: the score is not a number: {shown}. Name it with --score")
    return scores.fill_nan(None)


def _say_problem() -> pl.Expr:
    """Return why a record has no grade."""
    return pl.coalesce(
        "record_problem",
        pl.when(pl.col("item").is_null()).then(pl.lit("the record names no question or no model")),
        pl.format("status is {}", "__status"),
        pl.when(pl.col("score").is_null()).then(
            pl.format("score is not a number: {}", pl.col("__score").fill_null("(nothing)"))
        ),
    )


def _number_repeats(
    file: File, answers: pl.DataFrame, columns: Mapping[str, str], names: ColumnNames
) -> pl.DataFrame:
    """Return answers with numbers of repeats; raise if it is not clear which are repeats."""
    keys = ["task", "metric", "model", "item"]
    placed = answers.filter(pl.col("item").is_not_null())
    if are_unique(placed, keys):
        return answers.with_columns(epoch=pl.lit(1, pl.Int64))
    run, of_question = names.run or columns.get("run"), keys
    if run is not None and _names_repeats(run, placed[run], bool(names.run)):
        keys = [run, *keys]
    if not are_unique(placed, keys):
        _refuse_ambiguous(file, placed, keys, columns)
    number = pl.int_range(1, pl.len() + 1, dtype=pl.Int64).over(of_question)
    return answers.with_columns(epoch=number)


def _names_repeats(name: str, values: pl.Series, is_asked_for: bool) -> bool:
    """Tell whether a column numbers repeats: by its name, or as numbers called run."""
    if is_asked_for or _REPEATS.fullmatch(slug(name)):
        return True
    return bool(values.cast(pl.Float64, strict=False).is_not_null().all())


def _refuse_ambiguous(
    file: File, placed: pl.DataFrame, keys: Sequence[str], columns: Mapping[str, str]
) -> None:
    """Raise if columns other than answers, times and costs tell records of one item apart."""
    helpers = {"record_row", "record_problem", "score", "is_higher_better", "n_options"}
    roles = (columns.get(name) for name in ("item", "score", "model"))
    known = {*keys, *helpers, "cluster", *roles}
    others = [
        name
        for name in placed.columns
        if name not in known and not name.startswith("__") and not _FREE.fullmatch(slug(name))
    ]
    if not others:
        return
    groups = placed.group_by(keys).agg(pl.col(others).n_unique(), __n=pl.len())
    differing = [name for name in others if groups.filter(pl.col(name) > 1).height]
    if not differing:
        return
    telling = [
        name
        for name in differing
        if placed[name].n_unique() <= _MOST_RUNS and are_unique(placed, [name, *keys])
    ]
    telling.sort(key=lambda name: placed[name].n_unique())
    repeated = groups.filter(pl.col("__n") > 1)
    raise RunError("\n".join(_ask_for_repeats(file, placed, repeated, telling, differing, columns)))


def _ask_for_repeats(
    file: File,
    placed: pl.DataFrame,
    repeated: pl.DataFrame,
    telling: Sequence[str],
    differing: Sequence[str],
    columns: Mapping[str, str],
) -> Iterator[str]:
    """Yield the lines of the refusal, with what to type."""
    counts = sorted(repeated["__n"].unique().to_list())
    times = str(counts[0]) if len(counts) == 1 else f"{counts[0]} to {counts[-1]}"
    questions = f"{repeated.height:,} questions"
    begin = f"{file.given} has {times} answers to each of {questions}, told apart by"
    if not telling:
        yield f"{begin} the columns {', '.join(differing)}."
        yield f"Name all columns of a question: --item {columns['item']},{differing[0]}"
        return
    name = telling[0]
    values = placed[name].drop_nulls().unique(maintain_order=True).to_list()
    yield f"{begin} the column {name} ({_list(values)})."
    one, two = (_quote(f"{file.given}@{name}={value}") for value in [*values, "VALUE"][:2])
    yield f"To compare them:              llm-reassess compare {one} {two}"
    yield f"If they are repeats:          --run {name}"
    yield f"If they are other questions:  --item {name},{columns['item']}"


def _list(values: Sequence[str]) -> str:
    return ", ".join(map(str, values[:5])) + (", …" if len(values) > 5 else "")


def _quote(text: str) -> str:
    return f'"{text}"' if re.search(r"\s", text) else text
