"""The files under a path, and the content of a file as text, JSON or rows."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import polars as pl

from analysis_py.runs.formats.contract import Table, UnreadableFile, text_of
from analysis_py.runs.formats.names import key_of
from analysis_py.runs.formats.objects import (
    cell,
    json_lines,
    objects_in,
    of_objects,
    read_json,
    whole_json_lines,
)
from analysis_py.runs.formats.table_files import (
    first_lines,
    frame_of,
    parquet_frames,
    quick_frame,
    read_delimited,
    read_parquet,
)
from analysis_py.runtime.formatting import printable

_JSON_LINES = {".jsonl", ".ndjson"}
TABLES = {".csv", ".tsv", ".txt", ".parquet", *_JSON_LINES}
#: Number of records read to recognise a table.
_HEAD = 1000


@dataclass(frozen=True, kw_only=True)
class ColumnNames:
    """What the user says of the answers of a run.

    ``item``, ``score``, ``model`` and ``run`` name columns of tables, ``cluster`` a column or field
    that groups related items. ``part`` is what stands behind the path: a model, a run, or
    ``COLUMN=VALUE``. With ``answers`` what the models answered is kept.
    """

    item: tuple[str, ...] = ()
    score: tuple[str, ...] = ()
    model: str | None = None
    run: str | None = None
    cluster: str | None = None
    part: str | None = None
    answers: bool = False


class File:
    """A file that may hold results.

    ``shown`` is its name in records and messages: its path below the imported folder.
    ``units`` maps the key of a benchmark or a column to the unit that the user gave. With ``names``
    a table holds answers of a run.
    """

    def __init__(
        self,
        path: Path,
        shown: str,
        units: Mapping[str, str] | None = None,
        names: ColumnNames | None = None,
    ) -> None:
        self.path = path
        self.shown = printable(shown)
        self.suffix = path.suffix.lower()
        #: The file that the user has, its folder, and what keeps an unpacked file.
        self.given, self.folder = path, path.parent
        self.holder: TemporaryDirectory[str] | None = None
        self.units = units or {}
        self.names = names

    @property
    def cluster(self) -> str | None:
        """The user's field that groups related items."""
        return self.names.cluster if self.names else None

    def answer(self, value: Any) -> str | None:
        """Return what a model answered, the first of several, if it is asked for."""
        if self.names is None or not self.names.answers:
            return None
        return text_of(value[0] if isinstance(value, list) and value else value)

    def given_unit(self, name: str) -> str | None:
        """Return the unit that the user gave for a benchmark or a column."""
        return self.units.get(key_of(name))

    def place(self, n: int) -> dict[str, Any]:
        """Return the place of the n-th record, as fields of a score."""
        return {"file_name": self.shown, "row_number": n}

    @cached_property
    def json(self) -> Any:
        """The content of a JSON file, or None of any other file."""
        if self.suffix != ".json":
            return None
        try:
            return read_json(self.text)
        except (ValueError, RecursionError) as error:
            if str(error).startswith("Extra data") and (rows := whole_json_lines(self.text)):
                return rows
            size = self.path.stat().st_size
            where = getattr(error, "pos", None)
            cut = where is not None and where >= len(self.text.rstrip()) - 1
            cut |= "Unterminated" in str(error)
            what = "it ends in the middle" if cut and size else str(error)
            raise UnreadableFile(f"not readable as JSON: {what if size else 'empty'}") from error

    @cached_property
    def text(self) -> str:
        """The content as text: UTF-8, UTF-16 with its mark, or Windows-1252."""
        try:
            content = self.path.read_bytes()
        except OSError as error:
            raise UnreadableFile(f"{error.strerror}") from error
        is_marked = content.startswith((b"\xff\xfe", b"\xfe\xff"))
        try:
            text = content.decode("utf-16" if is_marked else "utf-8-sig")
        except UnicodeDecodeError:
            text = content.decode("cp1252", errors="replace")
        if "\0" in text[:100_000]:
            raise UnreadableFile("it is not text: it holds NUL bytes")
        return text

    @property
    def is_table(self) -> bool:
        """Whether the file may hold a table: by its name, or as a JSON list of objects."""
        return self.suffix in TABLES or (self.suffix == ".json" and bool(objects_in(self.json)))

    @cached_property
    def table(self) -> Table:
        """The rows of a file that holds a table, all values as text."""
        if self.suffix == ".parquet":
            return read_parquet(self.path)
        if self.suffix in _JSON_LINES:
            table = of_objects(json_lines(self.text))
        elif self.suffix == ".json":
            table = of_objects(objects_in(self.json))
        else:
            table = read_delimited(self.text, self.suffix)
        for n, why in table.damage.items():
            table.damage[n] = self.problem(n, *why.split(": ", 1))
        return table

    def frames(self) -> Iterator[pl.DataFrame]:
        """Yield the rows of a table as texts, with ``record_row`` from 0 and ``record_problem``."""
        if self.suffix == ".parquet":
            yield from parquet_frames(self.path)
            return
        frame = None if self.suffix in _JSON_LINES else quick_frame(self.text, self.suffix)
        if frame is None:
            frame = frame_of(self.table)
        self.forget()
        yield frame

    @cached_property
    def head(self) -> Table:
        """The first rows of the table; no more of a Parquet file is read, as it may be large."""
        if self.suffix == ".parquet":
            return read_parquet(self.path, _HEAD)
        if self.suffix in (".csv", ".tsv", ".txt"):
            return read_delimited(first_lines(self.text, _HEAD), self.suffix)
        return Table(self.table.header, self.table.records[:_HEAD], {})

    @cached_property
    def records(self) -> list[str]:
        """Every record as text: lines of JSON Lines, rows of a table, elements of a list, or one.

        They are counted independently of the adapter, which is checked against them.
        """
        texts: list[str] = []
        try:
            if self.suffix in _JSON_LINES:
                texts = [line for line in self.text.split("\n") if line.strip()]
                self.__dict__.pop("text", None)  # a log is large and consists of its lines
            elif self.suffix == ".json":
                texts = [cell(element) for element in objects_in(self.json)]
            elif self.suffix in TABLES:
                texts = [", ".join(record) for record in self.table.records]
        except UnreadableFile:  # an adapter may read a file that only looks like a table
            texts = []
        return texts or ["the whole file"]

    def problem(self, n: int, kind: str, detail: str) -> str:
        """Return a sentence on the n-th record: its problem, place and content."""
        return f"{kind}: {self.shown} row {n}: {detail.strip()[:200]}"

    @property
    def sha256(self) -> str | None:
        """The digest of the file's bytes, or None if they cannot be read."""
        return _digest(self.path)

    @property
    def provenance(self) -> dict[str, str | None]:
        """The file's name and digest, and those of the archive that it was unpacked from."""
        facts = {"file": self.shown, "sha256": self.sha256}
        if self.given != self.path:
            facts |= {"archive": self.given.name, "archive_sha256": _digest(self.given)}
        return facts

    def forget(self) -> None:
        """Drop the content, so that thousands of files need the memory of one."""
        for name in ("json", "text", "table", "head", "records"):
            self.__dict__.pop(name, None)


def _digest(path: Path) -> str | None:
    try:
        with path.open("rb") as content:
            return hashlib.file_digest(content, "sha256").hexdigest()
    except OSError:
        return None
