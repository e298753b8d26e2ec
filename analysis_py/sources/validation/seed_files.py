"""Reading the files of seeds, by row, with what is wrong with their form."""

import csv
import io
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from analysis_py.sources.csv_files import SnapshotError, decoded
from analysis_py.sources.validation.findings import Place

#: How dbt reads a missing value of a seed.
_MISSING = {"", "null"}


@dataclass(frozen=True)
class Row:
    """A record of a seed: its number, the line it ends on and its values by column."""

    number: int
    line: int
    values: Mapping[str, str]

    def value(self, column: str) -> str | None:
        """Return a value, None where it is missing."""
        text = self.values.get(column, "")
        return None if text.lower() in _MISSING else text


@dataclass(frozen=True)
class Seed:
    """A seed's file as it was read; ``problems`` are those of its form."""

    file: Path
    header: tuple[str, ...]
    rows: tuple[Row, ...]
    problems: tuple[str, ...]


def read_seed(path: Path, file: Path) -> Seed:
    """Read a seed; what is wrong with its form is among its problems.

    Parameters
    ----------
    path : Path
        The file.
    file : Path
        What to call it.
    """
    problems: list[str] = []
    try:
        text = decoded(file, path.read_bytes())
    except SnapshotError as error:
        return Seed(file, (), (), (str(error),))
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    header: list[str] = []
    rows: list[Row] = []
    try:
        header = next(reader, [])
        width = len(header)
        while header and not header[-1].strip():
            header.pop()
        if n_nameless := width - len(header):
            problems.append(
                f"{file}: its header ends in {n_nameless} column(s) without a name, as "
                f"spreadsheets save empty ones; delete the columns behind {(header or [''])[-1]}"
            )
        for fields in filter(None, reader):
            while n_nameless and len(fields) > len(header) and not fields[-1].strip():
                fields.pop()
            number = len(rows) + 1
            rows.append(Row(number, reader.line_num, dict(zip(header, fields, strict=False))))
            if len(fields) != len(header):
                problems.append(
                    f"{Place(file, number, reader.line_num)}: {len(fields)} fields where the "
                    f"header has {len(header)}; quote a value that holds a comma"
                )
    except csv.Error as error:
        problems.append(f"{file}, line {reader.line_num}: not CSV: {error}; mend that line")
    if not header:
        problems.append(f"{file}: no header; restore its first line")
    twice = [name for name, n in Counter(header).items() if n > 1]
    problems += [f"{Place(file, column=name)}: named twice; remove one" for name in twice]
    return Seed(file, tuple(header), tuple(rows), tuple(problems))
