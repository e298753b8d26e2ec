"""Output of rows as a table, as CSV and as JSON."""

import csv
import json
import sys
from collections.abc import Iterable, Sequence
from decimal import Decimal
from itertools import islice
from typing import Any, TextIO

from analysis_py.cli.errors import CommandError
from analysis_py.runtime.formatting import printable
from analysis_py.sources.spreadsheets import inert_text

#: A missing value in a table; in CSV it is empty, in JSON null.
NULL = "NULL"
#: Largest number of rows of a table, and of characters of a value.
MAX_ROWS = 1_000
MAX_CHARACTERS = 100

Row = Sequence[Any]


def say(text: str, out: TextIO | None = None) -> None:
    """Print lines with foreign texts, escaped for the terminal."""
    print(printable(text, keep="\n\t"), file=out, flush=True)


def write(form: str | None, names: Sequence[str], rows: Iterable[Row]) -> bool:
    """Write rows as ``csv``, ``json`` or a table; return whether all rows were written."""
    if sys.stdout is None:
        raise CommandError("standard output is closed")
    if form is None:
        return write_table(names, rows, sys.stdout)
    (write_csv if form == "csv" else write_json)(names, rows, sys.stdout)
    return True


def write_table(
    names: Sequence[str], rows: Iterable[Row], out: TextIO, missing: str = NULL
) -> bool:
    """Write rows in aligned columns, numbers to the right; return whether all rows were written."""
    rows = iter(rows)
    shown = list(islice(rows, MAX_ROWS))
    cells = [[missing if v is None else _cut(_text(v)) for v in row] for row in shown]
    heads = [_cut(name) for name in names]
    widths = [max(map(len, column)) for column in zip(heads, *cells, strict=True)]
    is_number = [
        all(_is_number(value) for value in column if value is not None)
        for column in zip(*shown, strict=True)
    ] or [False] * len(names)

    def line(values: Sequence[str]) -> str:
        aligned = [
            value.rjust(width) if right else value.ljust(width)
            for value, width, right in zip(values, widths, is_number, strict=True)
        ]
        return "  ".join(aligned).rstrip() + "\n"

    out.write(line(heads))
    out.write(line(["-" * width for width in widths]))
    out.writelines(map(line, cells))
    return next(rows, None) is None


def write_csv(names: Sequence[str], rows: Iterable[Row], out: TextIO) -> None:
    """Write rows as CSV with a header; a missing value is an empty field.

    Texts that a spreadsheet would evaluate get an apostrophe, and control characters are escaped.
    """
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(map(_inert, names))
    for row in rows:
        writer.writerow(["" if value is None else _inert(value) for value in row])


def write_json(names: Sequence[str], rows: Iterable[Row], out: TextIO) -> None:
    """Write rows as a JSON array of objects, an object a line.

    Numbers that JSON lacks, such as infinity, become text. Later columns of the same name are
    numbered.
    """
    keys = [f"{name}_{n}" if (n := names[:i].count(name)) else name for i, name in enumerate(names)]
    out.write("[")
    separator = "\n"
    for row in rows:
        record = dict(zip(keys, map(_plain, row), strict=True))
        out.write(separator + json.dumps(record, ensure_ascii=False, allow_nan=False))
        separator = ",\n"
    out.write("\n]\n")


def _inert(value: Any) -> str:
    return (
        inert_text(printable(_text(value), keep="\t\r\n"))
        if isinstance(value, str)
        else _text(value)
    )


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float | Decimal) and not isinstance(value, bool)


def _text(value: Any) -> str:
    if value is None:
        return NULL
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list | dict | tuple):
        return json.dumps(_plain(value), ensure_ascii=False)
    return str(value)


def _cut(text: str) -> str:
    """Return a text as one line of a table, escaped for the terminal."""
    line = printable(" ".join(text.split("\n")))
    return line if len(line) <= MAX_CHARACTERS else f"{line[: MAX_CHARACTERS - 1]}…"


def _plain(value: Any) -> Any:
    """Return a value that JSON can represent."""
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, float):
        return value if abs(value) < float("inf") else str(value)
    return value if value is None or isinstance(value, bool | int | str) else str(value)
