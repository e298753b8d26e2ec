"""Files of rows as tables: header, records, and the problems of damaged records."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path

import polars as pl

from analysis_py.runs.formats.contract import Table, UnreadableFile
from analysis_py.runs.formats.objects import cell
from analysis_py.runs.formats.values import number

#: Rows above a table that may be its titles.
_TITLES = 20
#: A row of links to pages about tasks above the header, in EuroEval's leaderboards.
_TASKS = "://euroeval.com/tasks/"
_SEPARATORS = ",;\t|"
#: A line that does not occur in texts; if it becomes part of another, a quote is open.
_END = "\0"


def read_delimited(text: str, suffix: str) -> Table:
    """Read a table whose columns are separated by commas, semicolons, tabs or bars."""
    delimiter = "\t" if suffix == ".tsv" else _separator(text[:100_000])
    lines = list(io.StringIO(text, newline=""))
    # a field may hold a whole transcript
    limit = csv.field_size_limit(max(csv.field_size_limit(), len(text) + 1))
    records: list[list[str]] = []
    damage: dict[int, str] = {}
    try:
        reader = csv.reader([*lines, _END], delimiter=delimiter)
        end = 0
        for record in reader:
            begin, end = end, reader.line_num
            is_open = end > len(lines) and record != [_END]
            if is_open or _is_many_rows(lines[begin:end], delimiter):
                for line in filter(str.strip, lines[begin:end]):
                    damage[len(records)] = (
                        f"an open quote swallows this row: it opens on line {begin + 1}: {line}"
                    )
                    records.append([])
            elif record != [_END] and any(field.strip() for field in record):
                records.append(record)
    except csv.Error as error:
        raise UnreadableFile(f"not readable as a table: {error}") from error
    finally:
        csv.field_size_limit(limit)
    return _headed(records, damage)


def _separator(text: str) -> str:
    """Return the separator: the first that two lines in a row hold equally often."""
    lines = [re.sub('"[^"]*"', "", line) for line in text.splitlines() if line.strip()]
    for line, below in pairwise(lines[: _TITLES + 2]):
        if shared := [sign for sign in _SEPARATORS if 0 < line.count(sign) == below.count(sign)]:
            return max(shared, key=line.count)
    return max(_SEPARATORS, key=(lines or [""])[0].count)


def _is_many_rows(lines: Sequence[str], delimiter: str) -> bool:
    """Tell whether a quote has joined several rows into one record.

    A cell with a text of several lines does not have as many delimiters and a number on each line.
    """
    rows = [line.replace('"', "").split(delimiter) for line in lines]
    return len(rows) > 1 and all(
        len(row) == len(rows[0]) > 1 and any(number(field) is not None for field in row)
        for row in rows
    )


def read_parquet(path: Path, n_rows: int | None = None) -> Table:
    """Read a Parquet file, or its first rows; columns of nested values are empty."""
    try:
        frame = pl.read_parquet(path, n_rows=n_rows, glob=False)
    except (pl.exceptions.PolarsError, OSError) as error:
        raise UnreadableFile(f"not readable as Parquet: {error}".splitlines()[0]) from error
    flat = frame.select(
        pl.col(name) if not dtype.is_nested() else pl.lit(None).alias(name)
        for name, dtype in frame.schema.items()
    )
    return Table(frame.columns, [[cell(value) for value in row] for row in flat.iter_rows()], {})


def refuse_doubles(names: Iterable[str]) -> None:
    """Raise if a header names a column twice."""
    listed = list(names)
    if twice := sorted({name for name in listed if listed.count(name) > 1}):
        raise UnreadableFile(f"named twice in the header: {', '.join(twice)}; rename one of each")


def _headed(records: list[list[str]], damage: dict[int, str]) -> Table:
    if not records:
        raise UnreadableFile("the file is empty")
    first = _first_of_table(records)
    if lost := [why for place, why in damage.items() if place <= first]:
        raise UnreadableFile(f"the header cannot be read: {lost[0][:200]}")
    if any("\n" in field for record in records[:first] for field in record):
        raise UnreadableFile("an open quote above the header joins lines; close or delete it")
    # an unnamed column is named by its place
    names = [name.strip() or f"column {i}" for i, name in enumerate(records[first], start=1)]
    refuse_doubles(names)
    below = records[first + 1 :]
    damaged = {
        n: f"{len(record)} fields where the header has {len(names)}: {', '.join(record)}"
        for n, record in enumerate(below, start=1)
        if len(record) != len(names)
    }
    return Table(names, below, damaged | {place - first: why for place, why in damage.items()})


def _first_of_table(records: list[list[str]]) -> int:
    """Return where the table begins: below titles, which fill one cell of a row, and tasks."""
    return next(
        (
            i
            for i, record in enumerate(records[:_TITLES])
            if sum(bool(field.strip()) for field in record) > 1
            and not any(_TASKS in field for field in record)
        ),
        0,
    )


def first_lines(text: str, n: int) -> str:
    """Return the first lines of a text, with what a quote opened there closed."""
    end = -1
    for _ in range(n):
        end = text.find("\n", end + 1)
        if end < 0:
            return text
    while text.count('"', 0, end) % 2 and (further := text.find("\n", end + 1)) > 0:
        end = further
    return text[: end + 1]


def quick_frame(text: str, suffix: str) -> pl.DataFrame | None:
    """Return a table without quotes, blank lines and damage as a frame, or None of any other."""
    text = text.replace("\r\n", "\n").rstrip("\n")
    delimiter = "\t" if suffix == ".tsv" else _separator(text[:100_000])
    header = text[: text.find("\n")].split(delimiter)
    names, n = [name.strip() for name in header], len(header)
    is_plain = '"' not in text and "\r" not in text and "\n\n" not in text and "\n" in text
    n_delimiters = (n - 1) * (text.count("\n") + 1)
    blank = f"\n{delimiter * (n - 1)}\n" in f"{text}\n"
    if not is_plain or blank or n < 2 or not all(names) or len({*names}) < n:
        return None
    if text.count(delimiter) != n_delimiters:
        return None
    try:
        frame = pl.read_csv(
            text.encode(),
            separator=delimiter,
            infer_schema=False,
            quote_char=None,
        )
    except pl.exceptions.PolarsError:  # a row with too many fields, another with too few
        return None
    frame.columns = names
    return _numbered(frame, 0)


def frame_of(table: Table) -> pl.DataFrame:
    """Return a table as a frame; damaged records are filled up with blanks."""
    width = len(table.header)
    rows = [
        [*record, *[""] * width][:width] if n in table.damage else record
        for n, record in enumerate(table.records, start=1)
    ]
    problems = [table.damage.get(n) for n in range(1, len(rows) + 1)]
    frame = pl.DataFrame(rows, schema=dict.fromkeys(table.header, pl.String()), orient="row")
    return _numbered(frame, 0).with_columns(record_problem=pl.Series(problems, dtype=pl.String))


def parquet_frames(path: Path, n: int = 1_000_000) -> Iterator[pl.DataFrame]:
    """Yield a Parquet file by so many rows, as texts; nested values are null."""
    try:
        lazy = pl.scan_parquet(path, glob=False)
        schema = lazy.collect_schema()
        texts = [
            (pl.lit(None) if kind.is_nested() else pl.col(name)).cast(pl.String).alias(name)
            for name, kind in schema.items()
        ]
        n_rows = lazy.select(pl.len()).collect().item()
        for start in range(0, max(n_rows, 1), n):
            yield _numbered(lazy.slice(start, n).select(texts).collect(), start)
    except (pl.exceptions.PolarsError, OSError) as error:
        raise UnreadableFile(f"not readable as Parquet: {error}".splitlines()[0]) from error


def _numbered(frame: pl.DataFrame, start: int) -> pl.DataFrame:
    return frame.with_columns(
        record_row=pl.int_range(start, start + pl.len(), dtype=pl.Int64),
        record_problem=pl.lit(None, pl.String),
    )
