"""Files of rows as tables: header, records, and the problems of damaged records."""

import csv
import io
import re
from collections.abc import Iterable, Sequence
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
    found = list(names)
    if twice := sorted({name for name in found if found.count(name) > 1}):
        raise UnreadableFile(f"named twice in the header: {', '.join(twice)}; rename one of each")


def _headed(records: list[list[str]], damage: dict[int, str]) -> Table:
    if not records:
        raise UnreadableFile("the file is empty")
    first = _first_of_table(records)
    if lost := [why for place, why in damage.items() if place <= first]:
        raise UnreadableFile(f"the header cannot be read: {lost[0][:200]}")
    if any("\n" in field for record in records[:first] for field in record):
        raise UnreadableFile("a quote above the header swallows lines; close or delete it")
    # an unnamed column is named by its place
    names = [name.strip() or f"column {i}" for i, name in enumerate(records[first], start=1)]
    refuse_doubles(names)
    below = records[first + 1 :]
    found = {
        n: f"{len(record)} fields where the header has {len(names)}: {', '.join(record)}"
        for n, record in enumerate(below, start=1)
        if len(record) != len(names)
    }
    return Table(names, below, found | {place - first: why for place, why in damage.items()})


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
