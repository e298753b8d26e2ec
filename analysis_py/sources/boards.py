"""Reading of boards: folders of facts whose records are evaluations or scores of models.

``board_columns.csv`` declares the meaning of a board's columns. A folder without a row there is
read by its own header, whose names are looked up among the roles of ``column_roles.csv``. This
module only checks that a file has its required columns; SQL applies the declarations.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

import polars as pl

from analysis_py.sources.csv_files import SnapshotError, read_csv
from analysis_py.sources.provenance import read_provenance
from analysis_py.sources.snapshots import (
    RECORD_COLUMNS,
    check_file,
    record_rows,
    snapshot_files,
    source_folders,
)

#: Columns that a file needs if seeds/boards/board_columns.csv does not declare its own.
REQUIRED_ROLES = ("model_name", "benchmark", "score")
#: Roles that several columns of an undeclared file may have.
_SHARED_ROLES = ("other_score", "unused")

_SCHEMA = (
    dict.fromkeys(RECORD_COLUMNS, pl.String)
    | {"row_number": pl.Int64}
    | {"board": pl.String, "taken_on": pl.Date}
)


def read_board_records(
    roots: Sequence[Path], seeds_dir: Path, other_folders: Sequence[str]
) -> pl.DataFrame:
    """Read every snapshot of every board below some roots; the first root must exist.

    ``seeds_dir`` has the declarations; ``other_folders`` belong to other sources. One
    row per record: :data:`~analysis_py.sources.snapshots.RECORD_COLUMNS`, then ``board`` and
    ``taken_on``, the date of the snapshot.
    """
    declared = _declared_columns(seeds_dir / "board_columns.csv")
    folders = {board: roots[0] / board for board in declared} | source_folders(*roots)
    rows = []
    for board in sorted(folders.keys() - set(other_folders)):
        for path in snapshot_files(folders[board]):
            header, records = check_board_file(path, seeds_dir)
            taken_on = read_provenance(path).taken_on
            rows += [(*row, board, taken_on) for row in record_rows(path, header, records)]
    return pl.DataFrame(rows, schema=_SCHEMA, orient="row")


def check_board_file(path: Path, seeds_dir: Path) -> tuple[list[str], list[list[str]]]:
    """Read a snapshot of a board; raise if it differs from its provenance or lacks a column.

    Required are the columns declared for its date; for an undeclared board, those of models,
    benchmarks and scores.
    """
    declared = _declared_columns(seeds_dir / "board_columns.csv")
    if (board := path.parent.name) in declared:
        return _read_declared(path, read_provenance(path).taken_on, declared[board], seeds_dir)
    header, records = check_file(path, [])
    _refuse_unclear_header(path, header, _role_names(seeds_dir / "column_roles.csv"), seeds_dir)
    return header, records


def column_name(text: str) -> str:
    """Return a header's name in the form of roles: lower case, digits and underscores."""
    return re.sub("[^a-z0-9]+", "_", text.lower()).strip("_")


def _read_declared(
    path: Path, taken_on: date, columns: Sequence[Mapping[str, str]], seeds_dir: Path
) -> tuple[list[str], list[list[str]]]:
    needed = [
        column["file_column"]
        for column in columns
        # ISO dates sort as text
        if (column["since"] or "0") <= taken_on.isoformat() <= (column["until"] or "9999-12-31")
    ]
    remedy = (
        f"If the board has the column only since or until some date, write that date in "
        f"{seeds_dir / 'board_columns.csv'}. "
    )
    return check_file(path, needed, remedy)


def _refuse_unclear_header(
    path: Path, header: Sequence[str], names: Mapping[str, str], seeds_dir: Path
) -> None:
    """Raise unless an undeclared file has a column for each required role."""
    of_role: dict[str, list[str]] = {}
    for name in header:
        if role := names.get(column_name(name)):
            of_role.setdefault(role, []).append(name)
    problems = [
        f"no column for {role} ({' or '.join(n for n, of in names.items() if of == role)})"
        for role in REQUIRED_ROLES
        if role not in of_role
    ]
    problems += [
        f"{' and '.join(columns)} both mean {role}"
        for role, columns in of_role.items()
        if len(columns) > 1 and role not in _SHARED_ROLES
    ]
    if problems:
        raise SnapshotError(
            f"{path}: {'; '.join(problems)}. No columns are declared for this folder, so its "
            f"header has to name them. Rename its columns, or declare them in "
            f"{seeds_dir / 'board_columns.csv'}; docs/boards.md says how."
        )


def _declared_columns(path: Path) -> dict[str, list[dict[str, str]]]:
    """Return the declared columns of each board that are in its file."""
    columns: dict[str, list[dict[str, str]]] = {}
    for row in _seed(path, ("board", "file_column", "since", "until")):
        of_board = columns.setdefault(row["board"], [])
        if row["file_column"]:
            of_board.append(row)
    return columns


def _role_names(path: Path) -> dict[str, str]:
    """Return the role of each name in a header."""
    names = {}
    for row in _seed(path, ("role", "also_named")):
        for name in (row["role"], *row["also_named"].split()):
            names[name] = row["role"]
    return names


def _seed(path: Path, columns: Sequence[str]) -> list[dict[str, str]]:
    header, records = read_csv(path)
    rows = [dict(zip(header, record, strict=False)) for record in records]
    for number, row in enumerate(rows, start=1):
        if lacking := [name for name in columns if name not in row]:
            raise SnapshotError(f"{path}: row {number} has no {', '.join(lacking)}.")
    return rows
