"""Reading of hand-edited files: every line is kept, with its problem if any.

A snapshot is frozen and rejected as a whole if it differs from its provenance. A file such as
``seeds/claims/own_claims.csv`` is edited line by line, so a bad line becomes a record with a
``record_error``, and the other lines are read normally.
"""

import csv
import io
import json
import unicodedata
from collections.abc import Iterator, Sequence
from pathlib import Path

import polars as pl

from analysis_py.sources.csv_files import SnapshotError, form_problem, header_problems

#: Leading columns of every frame of lines, before the file's own.
LINE_COLUMNS = ("file_name", "row_number", "record_error", "raw")


def read_lines(path: Path, columns: Sequence[str]) -> pl.DataFrame:
    """Read a hand-edited CSV file, all values as text.

    One row per record that is not blank, in file order: ``file_name``, ``row_number`` (1 for the
    first record below the header), ``record_error`` (null where the record can be read), ``raw``
    (the record as JSON), then the required ``columns``, trimmed, and null if empty.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise SnapshotError(
            f"{path}: cannot be read: {error.strerror}. It may hold only a header: "
            f"{','.join(columns)}"
        ) from error
    if what := form_problem(content):
        raise SnapshotError(f"{path}: not a CSV file: {what}.")
    records = split_records(content.decode("utf-8-sig", "surrogateescape"))
    header = [name.strip() for name in next(records, (0, [], None))[1]]
    if problems := header_problems(header, columns):
        raise SnapshotError(
            f"{path}: {'; '.join(problems)}. Its first line must be: {','.join(columns)}"
        )
    position = [header.index(name) for name in columns]
    rows: list[tuple[object, ...]] = []
    for _, record, damage in records:
        if not any(field.strip() for field in record):
            continue
        problem = damage or _problem(record, header)
        record = [_readable(field) for field in record]
        fields: dict[str, object] = dict(zip(header, record, strict=False))
        if damage or len(record) != len(header):
            fields = {"record": record}
        values = [None if damage or i >= len(record) else record[i] or None for i in position]
        raw = json.dumps(fields, ensure_ascii=False)
        rows.append((path.as_posix(), len(rows) + 1, problem, raw, *values))
    schema = dict.fromkeys((*LINE_COLUMNS, *columns), pl.String) | {"row_number": pl.Int64}
    return pl.DataFrame(rows, schema=schema, orient="row")


def split_records(text: str) -> Iterator[tuple[int, list[str], str | None]]:
    """Yield the last line of each record, the record, and its problem or null.

    An unclosed quotation mark would swallow the rest of the file. So if a record cannot be read, or
    spans several lines and has another number of fields than the first, only its first line is bad
    and reading continues with the next line.
    """
    lines = list(io.StringIO(text, newline=""))
    start, width = 0, None
    while start < len(lines):
        reader = csv.reader(lines[start:], strict=True)
        begin, error = start, None
        try:
            for record in reader:
                end = begin + reader.line_num
                if end > start + 1 and width is not None and len(record) != width:
                    error = "a quotation mark is opened and not closed on its line"
                    break
                if record:
                    width = width or len(record)
                    yield end, record, None
                start = end
        except csv.Error as problem:
            error = f"not readable as CSV: {problem}"
        if error:
            advice = 'put a field that holds " in quotation marks, and write each " in it twice'
            start += 1
            yield start, [lines[start - 1].rstrip("\r\n")], f"{error}; {advice}"


def _problem(record: list[str], header: list[str]) -> str | None:
    if len(record) != len(header):
        return f"{len(record)} fields where the header has {len(header)}"
    for name, field in zip(header, record, strict=True):
        for character in field:
            if "\udc80" <= character <= "\udcff":
                return f"{name} is not UTF-8: byte 0x{ord(character) - 0xDC00:02x}"
            if unicodedata.category(character) == "Cc" and character not in "\t\r\n":
                return f"{name} holds a control character: U+{ord(character):04X}"
    return None


def _readable(field: str) -> str:
    """Return a field as trimmed text, with U+FFFD for bytes that are not text."""
    text = field.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    return "".join(
        c if c in "\t\r\n" or unicodedata.category(c) != "Cc" else "\ufffd" for c in text
    ).strip()
