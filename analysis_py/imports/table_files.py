"""Files of rows as tables: the header, the records, and what is wrong with damaged records."""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from pathlib import Path

import polars as pl

from analysis_py.imports.contract import Table, UnreadableFile
from analysis_py.imports.objects import cell
from analysis_py.imports.values import number

#: Rows above a table that may be its titles.
_TITLES = 20
#: A row above the header that has links to pages about tasks, in EuroEval's leaderboards.
_TASKS = "://euroeval.com/tasks/"
#: A line that no text has; where it is read as a part of another, a quote is open.
_END = "\0"


def read_delimited(text: str, suffix: str) -> Table:
    """Read a table that has commas, semicolons, tabs or bars between its columns."""
    first = re.sub('"[^"]*"', "", text.lstrip("\r\n").split("\n", 1)[0])
    delimiter = "\t" if suffix == ".tsv" else max(",;\t|", key=first.count)
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


def _is_many_rows(lines: Sequence[str], delimiter: str) -> bool:
    """Tell whether the lines of one record are rows that a quote has joined.

    A text of several lines in one cell has not as many delimiters and a number on each of them.
    """
    rows = [line.replace('"', "").split(delimiter) for line in lines]
    return len(rows) > 1 and all(
        len(row) == len(rows[0]) > 1 and any(number(field) is not None for field in row)
        for row in rows
    )


def read_sheet(path: Path) -> Table:
    """Read the first sheet of a workbook."""
    import fastexcel

    try:
        book = fastexcel.read_excel(path)
        sheet = book.load_sheet(0, header_row=None, dtypes="string").to_polars()
    except Exception as error:  # the reader's own errors, and those of archives that are none
        raise UnreadableFile(f"not readable as a spreadsheet: {error}".splitlines()[0]) from error
    records = [["" if value is None else value for value in row] for row in sheet.iter_rows()]
    return _headed([record for record in records if any(field.strip() for field in record)], {})


def read_parquet(path: Path) -> Table:
    """Read a Parquet file; columns of nested values come out empty."""
    try:
        frame = pl.read_parquet(path)
    except (pl.exceptions.PolarsError, OSError) as error:
        raise UnreadableFile(f"not readable as Parquet: {error}".splitlines()[0]) from error
    flat = frame.select(
        pl.col(name) if not dtype.is_nested() else pl.lit(None).alias(name)
        for name, dtype in frame.schema.items()
    )
    return Table(frame.columns, [[cell(value) for value in row] for row in flat.iter_rows()], {})


def refuse_doubles(names: Iterable[str]) -> None:
    """Refuse a header that names a column twice.

    Raises
    ------
    UnreadableFile
        The message has the names.
    """
    found = list(names)
    if twice := sorted({name for name in found if found.count(name) > 1}):
        raise UnreadableFile(f"named twice in the header: {', '.join(twice)}; rename one of each")


def _headed(records: list[list[str]], damage: dict[int, str]) -> Table:
    if not records:
        raise UnreadableFile("the file is empty")
    first = _first_of_table(records)
    if lost := [why for place, why in damage.items() if place <= first]:
        raise UnreadableFile(f"the header cannot be read: {lost[0][:200]}")
    header = [name.strip() for name in records[first]]
    below = first + 1
    if below < len(records) and _is_second_header(header, records[below]):
        header = [
            lower.strip() or upper for upper, lower in zip(header, records[below], strict=True)
        ]
        below += 1
    # an unnamed column has its place for a name
    names = [name or f"column {i}" for i, name in enumerate(header, start=1)]
    refuse_doubles(names)
    found = {
        n: f"{len(record)} fields where the header has {len(names)}: {', '.join(record)}"
        for n, record in enumerate(records[below:], start=1)
        if len(record) != len(names)
    }
    found |= {place - below + 1: why for place, why in damage.items()}
    return Table(names, records[below:], found)


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


def _is_second_header(header: list[str], record: list[str]) -> bool:
    """Tell whether a record goes on naming columns, where merged cells left them without a name."""
    filled = [cell.strip() for cell in record]
    return (
        len(record) == len(header)
        and "" in header
        and all(upper or lower for upper, lower in zip(header, filled, strict=True))
        # what the first row names alone is blank in the second, and no row of values is
        and "" in filled
        and not any(number(cell) is not None for cell in filled)
    )
