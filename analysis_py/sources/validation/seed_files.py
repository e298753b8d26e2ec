"""Reading of seeds by row, with the problems of their form."""

from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from analysis_py.sources.csv_files import SnapshotError, decode_file
from analysis_py.sources.hand_files import split_records
from analysis_py.sources.validation.findings import Place


class Row(NamedTuple):
    """A record of a seed: its number, the line it ends on and its values by column."""

    number: int
    line: int
    values: Mapping[str, str]

    def value(self, column: str) -> str | None:
        """Return a value as dbt reads it, None if missing."""
        text = self.values.get(column, "")
        return None if text.lower() in ("", "null") else text


class Seed(NamedTuple):
    """A seed's file; ``problems`` are those of its form."""

    file: Path
    header: tuple[str, ...] = ()
    rows: tuple[Row, ...] = ()
    problems: tuple[str, ...] = ()


def read_seed(path: Path, file: Path) -> Seed:
    """Read a seed named ``file``; problems of its form are recorded."""
    try:
        (_, header, damage), *records = split_records(decode_file(file, path.read_bytes()))
    except SnapshotError as error:
        return Seed(file, problems=(str(error),))
    except ValueError:
        return Seed(file, problems=(f"{file}: no header; restore its first line",))
    problems = [f"{file}: its header: {damage}"] if damage else []
    width = len(header)
    while header and not header[-1].strip():
        header.pop()
    if n_nameless := width - len(header):
        problems.append(
            f"{file}: its header ends in {n_nameless} column(s) without a name, as "
            f"spreadsheets save empty ones; delete the columns behind {(header or [''])[-1]}"
        )
    rows: list[Row] = []
    for number, (line, fields, damage) in enumerate(records, start=1):
        while n_nameless and len(fields) > len(header) and not fields[-1].strip():
            fields.pop()
        rows.append(Row(number, line, dict(zip(header, fields, strict=False))))
        if damage or len(fields) != len(header):
            lacking = (
                f"{len(fields)} fields where the header has {len(header)}; quote a value that "
                "holds a comma"
            )
            problems.append(f"{Place(file, number, line)}: {damage or lacking}")
    twice = [name for name, n in Counter(header).items() if n > 1]
    problems += [f"{Place(file, column=name)}: named twice; remove one" for name in twice]
    return Seed(file, tuple(header), tuple(rows), tuple(problems))
