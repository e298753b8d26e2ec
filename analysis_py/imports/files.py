"""The files under a path, and what a file holds as text, JSON or rows."""

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

import polars as pl

from analysis_py.imports.benchmarks import slug
from analysis_py.imports.contract import ImportProblem, UnreadableFile
from analysis_py.imports.headers import fields_of
from analysis_py.imports.objects import cell, json_lines, objects_in, of_objects, whole_number
from analysis_py.imports.values import number
from analysis_py.runtime.formatting import printable

#: Names that begin so are no results: what editors, systems and git leave behind.
_HIDDEN = (".", "~$")
#: Rows above a table that may be its titles.
_TITLES = 20
#: Hidden folders that hold results all the same.
_SHOWN = {".eval_results"}
TABLES = {".csv", ".tsv", ".txt", ".xlsx", ".xls", ".ods", ".parquet", ".jsonl", ".ndjson"}


class File:
    """A file that may hold results.

    Parameters
    ----------
    shown : str
        What it is called in records and messages: its path below what is imported.
    units : mapping of str to str
        The units that the user has named, by the slug of a benchmark or a column.
    """

    def __init__(self, path: Path, shown: str, units: Mapping[str, str] | None = None) -> None:
        self.path = path
        self.shown = printable(shown)
        self.suffix = path.suffix.lower()
        self.units = units or {}

    def unit_said(self, name: str) -> str | None:
        """Return the unit that the user has named for a benchmark or a column."""
        return self.units.get(slug(name))

    def place(self, n: int) -> dict[str, Any]:
        """Return where the n-th row of its table stands, as fields of a score."""
        return {"file_name": self.shown, "row_number": n}

    @cached_property
    def json(self) -> Any:
        """The content of a JSON file, or None of any other file.

        Raises
        ------
        UnreadableFile
            If the name says that it is JSON and it cannot be read so.
        """
        if self.suffix != ".json":
            return None
        try:
            return json.loads(self.text, parse_int=whole_number)
        except (json.JSONDecodeError, RecursionError) as error:
            size = self.path.stat().st_size
            where = getattr(error, "pos", None)
            cut = where is not None and where >= len(self.text.rstrip()) - 1
            cut |= "Unterminated" in str(error)
            what = "it ends in the middle" if cut and size else str(error)
            raise UnreadableFile(f"not readable as JSON: {what if size else 'empty'}") from error

    @cached_property
    def text(self) -> str:
        """The content as text: UTF-8, UTF-16 or Windows-1252.

        Raises
        ------
        UnreadableFile
            If it is no text.
        """
        content = self.path.read_bytes()
        encoding = _utf_16(content) or "utf-8-sig"
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            text = content.decode("cp1252", errors="replace")
        if "\0" in text[:100_000]:
            raise UnreadableFile("it is no text: it holds NUL bytes")
        return text

    @cached_property
    def table(self) -> tuple[list[str], list[list[str]]]:
        """The header and records of a file that holds a table, all values as text.

        Raises
        ------
        UnreadableFile
            If it holds none, or cannot be read.
        """
        if self.suffix in (".xlsx", ".xls", ".ods"):
            return _sheet(self.path)
        if self.suffix == ".parquet":
            return _parquet(self.path)
        if self.suffix in (".jsonl", ".ndjson"):
            return json_lines(self.text)
        if self.suffix == ".json":
            return of_objects(objects_in(self.json))
        return _delimited(self.text, self.suffix)

    def forget(self) -> None:
        """Let go of the content, so that thousands of files need the memory of one."""
        for name in ("json", "text", "table"):
            self.__dict__.pop(name, None)


class Objects(File):
    """JSON files that hold one object each, taken together as a table with a row per file."""

    def __init__(self, files: Sequence[File]) -> None:
        first = files[0]
        shown = first.shown if len(files) == 1 else f"{len(files):,} files of one object"
        super().__init__(first.path, shown, first.units)
        self.suffix = ".jsonl"
        self.files = files

    @cached_property
    def table(self) -> tuple[list[str], list[list[str]]]:
        """The objects' fields; where a model has several files, their names tell its runs apart."""
        rows = []
        for file in self.files:
            rows.append(file.json)
            file.forget()
        header, records = of_objects(rows)
        fields = fields_of(header, records)
        if "model_name" not in fields or "variant" in fields:
            return header, records
        models = [record[header.index(fields["model_name"])] for record in records]
        runs = [
            file.path.stem if models.count(model) > 1 else ""
            for model, file in zip(models, self.files, strict=True)
        ]
        return [*header, "variant"], [
            [*record, run] for record, run in zip(records, runs, strict=True)
        ]

    def place(self, n: int) -> dict[str, Any]:
        """Return the file that the n-th row stands for."""
        return self.files[n - 1].place(1)


def latest_first(file: File) -> tuple[int, str]:
    """Order files by the time in their names, the latest first: what repeats it is a duplicate."""
    found = re.search(r"\d{4}-\d{2}-\d{2}T[\d.:-]+", file.path.name)
    return (0, "".join(chr(0x10FFFF - ord(c)) for c in found.group())) if found else (1, file.shown)


def rows_of(
    header: Sequence[str], records: Iterable[Sequence[str]]
) -> Iterator[tuple[int, dict[str, str], str | None]]:
    """Yield each record's number, its fields by name, and what is wrong with how many it has."""
    for n, record in enumerate(records, start=1):
        problem = None
        if len(record) != len(header):
            problem = f"{len(record)} fields where the header has {len(header)}"
        yield n, dict(zip(header, record, strict=False)), problem


def files_under(path: Path, units: Mapping[str, str] | None = None) -> list[File]:
    """Return the file, or all visible files of a folder, in order of their names.

    Raises
    ------
    ImportProblem
        If there is no such path, no file below it, or the whole project.
    """
    if path.is_file():
        return [File(path, path.name, units)]
    if not path.is_dir():
        raise ImportProblem(f"{path}: no such file or folder")
    if Path.cwd().is_relative_to(path.resolve()):
        raise ImportProblem(f"{path} holds this project itself; name the folder of the results")
    try:
        found = [
            File(each, str(each.relative_to(path)), units)
            for each in sorted(path.rglob("*"))
            if each.is_file() and _is_visible(each.relative_to(path))
        ]
    except OSError as error:
        raise ImportProblem(f"{path}: {error.filename} cannot be read: {error.strerror}") from error
    if not found:
        raise ImportProblem(f"{path}: the folder holds no file")
    return found


def _utf_16(content: bytes) -> str | None:
    """Return which UTF-16 a content is, by its mark or by the zeros beside Latin letters."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    start = content[:2000]
    even, odd = start[::2].count(0), start[1::2].count(0)
    if min(even, odd) == 0 and max(even, odd) > len(start) / 4:
        return "utf-16-be" if even else "utf-16-le"
    return None


def _is_visible(path: Path) -> bool:
    return not any(part.startswith(_HIDDEN) and part not in _SHOWN for part in path.parts)


def _delimited(text: str, suffix: str) -> tuple[list[str], list[list[str]]]:
    first = text.lstrip("\r\n").split("\n", 1)[0]
    delimiter = "\t" if suffix == ".tsv" else max(",;\t|", key=first.count)
    # a field may hold a whole transcript
    limit = csv.field_size_limit(max(csv.field_size_limit(), len(text) + 1))
    try:
        lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        records = [record for record in lines if any(field.strip() for field in record)]
    except csv.Error as error:
        raise UnreadableFile(f"not readable as a table: {error}") from error
    finally:
        csv.field_size_limit(limit)
    return _headed(records)


def _sheet(path: Path) -> tuple[list[str], list[list[str]]]:
    import fastexcel

    try:
        book = fastexcel.read_excel(path)
        sheet = book.load_sheet(0, header_row=None, dtypes="string").to_polars()
    except Exception as error:  # the reader's own errors, and those of archives that are none
        raise UnreadableFile(f"not readable as a spreadsheet: {error}".splitlines()[0]) from error
    records = [["" if value is None else value for value in row] for row in sheet.iter_rows()]
    return _headed([record for record in records if any(field.strip() for field in record)])


def _parquet(path: Path) -> tuple[list[str], list[list[str]]]:
    try:
        frame = pl.read_parquet(path)
    except (pl.exceptions.PolarsError, OSError) as error:
        raise UnreadableFile(f"not readable as Parquet: {error}".splitlines()[0]) from error
    flat = frame.select(
        pl.col(name) if not dtype.is_nested() else pl.lit(None).alias(name)
        for name, dtype in frame.schema.items()
    )
    return frame.columns, [[cell(value) for value in row] for row in flat.iter_rows()]


def _headed(records: list[list[str]]) -> tuple[list[str], list[list[str]]]:
    if not records:
        raise UnreadableFile("the file is empty")
    first = _first_of_table(records)
    header = [name.strip() for name in records[first]]
    rest = records[first + 1 :]
    if rest and _is_second_header(header, rest[0]):
        header = [lower.strip() or upper for upper, lower in zip(header, rest[0], strict=True)]
        rest = rest[1:]
    # an unnamed column has its place for a name
    names = [name or f"column {i}" for i, name in enumerate(header, start=1)]
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise UnreadableFile(f"named twice in the header: {', '.join(twice)}; rename one of each")
    return names, rest


def _first_of_table(records: list[list[str]]) -> int:
    """Return where the table begins: below titles, which fill one cell of a row."""
    filled = [sum(bool(cell.strip()) for cell in record) for record in records[:_TITLES]]
    return next((i for i, n in enumerate(filled) if n > 1), 0)


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
