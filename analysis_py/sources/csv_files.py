"""Reading of handmade CSV files: header and records, or a message with a remedy."""

import csv
import io
from collections.abc import Sequence
from pathlib import Path

from analysis_py.runtime.errors import UserError

#: How to save from a spreadsheet.
_SAVE = "save it as UTF-8, with commas between the columns (in Excel: CSV UTF-8)"
#: First bytes of files that are not UTF-8 text, with what they are.
_BEGINNINGS = {
    b"\x1f\x8b": "it is compressed with gzip; unpack it",
    b"PK\x03\x04": "it is a ZIP archive or a spreadsheet; unpack it, or export it as CSV",
    b"PAR1": "it is a Parquet file; write it as CSV",
    b"\xff\xfe": f"it is UTF-16; {_SAVE}",
    b"\xfe\xff": f"it is UTF-16; {_SAVE}",
}
#: Separators other than a comma.
_SEPARATORS = {b";": "semicolons", b"\t": "tabs"}


class SnapshotError(UserError):
    """A file of facts cannot be used; the message names the file and the remedy."""


def read_csv(path: Path) -> tuple[list[str], list[list[str]]]:
    """Return a CSV file's header and records: no blank lines, but records of wrong length."""
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        raise SnapshotError(f"{path}: no such file") from None
    except IsADirectoryError:
        raise SnapshotError(f"{path}: a folder; name the file in it") from None
    except OSError as error:
        raise SnapshotError(f"{path}: cannot be read: {error.strerror}") from error
    text = decode_file(path, content)
    try:
        lines = [record for record in csv.reader(io.StringIO(text, newline="")) if record]
    except csv.Error as error:
        limit = csv.field_size_limit()
        hint = f" A field of more than {limit} characters is often a quote that nothing closes."
        raise SnapshotError(
            f"{path}: not readable as CSV: {error}.{hint if 'limit' in str(error) else ''} "
            f"Correct the file, or restore it: git checkout -- {path}"
        ) from error
    if not lines:
        raise SnapshotError(f"{path}: the file is empty. Restore it: git checkout -- {path}")
    return [name.strip() for name in lines[0]], lines[1:]


def form_problem(content: bytes) -> str | None:
    """Return the actual format of a file and the remedy, or None for CSV with commas.

    Otherwise a wrong format would show up as many errors in columns and rows.
    """
    for beginning, what in _BEGINNINGS.items():
        if content.startswith(beginning):
            return what
    first = content.removeprefix(b"\xef\xbb\xbf").partition(b"\n")[0].strip()
    if b"\0" in first:
        return f"a NUL byte on line 1: it is UTF-16 without its mark, or no text; {_SAVE}"
    if first.lower().startswith(b"sep="):
        return (
            f"its first line is a spreadsheet's note, {first.decode('ascii', 'replace')}; {_SAVE}"
        )
    for separator, name in _SEPARATORS.items():
        if separator in first and b"," not in first:
            return f"{name} stand between its columns; {_SAVE}"
    return None


def decode_file(path: Path, content: bytes) -> str:
    """Return the content of a CSV file as text; raise for any other format."""
    if what := form_problem(content):
        raise SnapshotError(f"{path}: not a CSV file: {what}.")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise SnapshotError(
            f"{path}: not UTF-8: byte 0x{content[error.start]:02x} on line {line}. "
            f"{_SAVE[0].upper()}{_SAVE[1:]}, or restore it: git checkout -- {path}"
        ) from error
    if "\0" in text:
        line = text[: text.index("\0")].count("\n") + 1
        raise SnapshotError(
            f"{path}: not text: a NUL byte on line {line}. Restore it: git checkout -- {path}"
        )
    return text


def header_problems(header: Sequence[str], columns: Sequence[str]) -> list[str]:
    """Return a sentence on the columns that a header lacks or names twice."""
    problems = []
    if missing := [name for name in columns if name not in header]:
        problems.append(f"column(s) {', '.join(missing)} missing from the header")
    if twice := sorted({name for name in header if header.count(name) > 1}):
        problems.append(f"column(s) {', '.join(twice)} named twice in the header")
    return problems
