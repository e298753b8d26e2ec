"""The files under a path, and what a file holds as text, JSON or rows."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml

from analysis_py.imports.benchmarks import key_of
from analysis_py.imports.contract import ImportProblem, Table, UnreadableFile
from analysis_py.imports.headers import fields_of
from analysis_py.imports.objects import cell, json_lines, objects_in, of_objects, read_json
from analysis_py.imports.table_files import read_delimited, read_parquet, read_sheet
from analysis_py.runtime.formatting import printable
from analysis_py.sources.provenance import sha256_of

#: Names that begin so are no results: what editors, systems and git leave behind.
_HIDDEN = (".", "~$")
#: Hidden folders that hold results all the same.
_SHOWN = {".eval_results"}
_JSON_LINES = {".jsonl", ".ndjson"}
YAML = {".yaml", ".yml"}
TABLES = {".csv", ".tsv", ".txt", ".xlsx", ".xls", ".ods", ".parquet", *_JSON_LINES}


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
        return self.units.get(key_of(name))

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
            return read_json(self.text)
        except (ValueError, RecursionError) as error:
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
        try:
            content = self.path.read_bytes()
        except OSError as error:
            raise UnreadableFile(f"{error.strerror}") from error
        encoding = _utf_16(content) or "utf-8-sig"
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            text = content.decode("cp1252", errors="replace")
        if "\0" in text[:100_000]:
            raise UnreadableFile("it is no text: it holds NUL bytes")
        return text

    @cached_property
    def yaml(self) -> Any:
        """The content as YAML.

        Raises
        ------
        UnreadableFile
            If it cannot be read so.
        """
        return read_yaml(self.text)

    @cached_property
    def _parsed(self) -> Table:
        if self.suffix in (".xlsx", ".xls", ".ods"):
            return read_sheet(self.path)
        if self.suffix == ".parquet":
            return read_parquet(self.path)
        if self.suffix in _JSON_LINES:
            return of_objects(json_lines(self.text))
        if self.suffix == ".json":
            return of_objects(objects_in(self.json))
        return read_delimited(self.text, self.suffix)

    @property
    def table(self) -> tuple[list[str], list[list[str]]]:
        """The header and records of a file that holds a table, all values as text.

        Raises
        ------
        UnreadableFile
            If it holds none, or cannot be read.
        """
        return self._parsed[:2]

    @property
    def damage(self) -> dict[int, str]:
        """Problems of the records of the table that cannot be read, by their numbers."""
        return {n: self.problem(n, *why.split(": ", 1)) for n, why in self._parsed.damage.items()}

    @cached_property
    def records(self) -> list[str]:
        """Every record as text: lines of JSON Lines, rows of a table, elements of a list, or one.

        They are counted without the adapter that reads them, which is held to them.
        """
        try:
            return self._counted() or ["the whole file"]
        except UnreadableFile:  # an adapter may read what is called a table and is none
            return ["the whole file"]

    def _counted(self) -> list[str]:
        if self.suffix in _JSON_LINES:
            return [line for line in self.text.split("\n") if line.strip()]
        if self.suffix == ".json":
            return [cell(element) for element in objects_in(self.json)]
        if self.suffix in YAML:
            return [cell(each) for each in self.yaml] if isinstance(self.yaml, list) else []
        if self.suffix in TABLES:
            return [", ".join(record) for record in self.table[1]]
        return []

    def problem(self, n: int, kind: str, detail: str) -> str:
        """Return a sentence on the n-th record: what is wrong, where it stands and what it is."""
        where = self.place(n)
        return f"{kind}: {where['file_name']} row {where['row_number']}: {detail.strip()[:200]}"

    @property
    def sha256(self) -> str | None:
        """The digest of the file's bytes, or None if they cannot be read."""
        try:
            return sha256_of(self.path)
        except OSError:
            return None

    def forget(self) -> None:
        """Let go of the content, so that thousands of files need the memory of one."""
        for name in ("json", "text", "yaml", "_parsed", "records"):
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
    def _parsed(self) -> Table:
        """The objects' fields; where a model has several files, their names tell its runs apart."""
        rows = []
        for file in self.files:
            rows.append(file.json)
            file.forget()
        header, records, damage = of_objects(rows)
        fields = fields_of(header, records)
        if "model_name" not in fields or "variant" in fields:
            return Table(header, records, damage)
        models = [record[header.index(fields["model_name"])] for record in records]
        runs = [
            file.path.stem if models.count(model) > 1 else ""
            for model, file in zip(models, self.files, strict=True)
        ]
        rows = [[*record, run] for record, run in zip(records, runs, strict=True)]
        return Table([*header, "variant"], rows, damage)

    def _counted(self) -> list[str]:
        return [", ".join(record) for record in self.table[1]]

    def place(self, n: int) -> dict[str, Any]:
        """Return the file that the n-th row stands for."""
        return self.files[n - 1].place(1)


def rows_of(
    header: Sequence[str], records: Iterable[Sequence[str]], damage: Mapping[int, str]
) -> Iterator[tuple[int, dict[str, str], str | None]]:
    """Yield each record's number, its fields by name, and what is wrong with it."""
    for n, record in enumerate(records, start=1):
        yield n, dict(zip(header, record, strict=False)), damage.get(n)


def read_yaml(text: str) -> Any:
    """Return what a text is as YAML.

    Raises
    ------
    UnreadableFile
        If it is none.
    """
    try:
        return yaml.safe_load(text)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        said = " ".join(str(error).split())
        raise UnreadableFile(f"not readable as YAML: {said}") from error


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
