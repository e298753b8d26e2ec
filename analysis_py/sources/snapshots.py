"""Reading of snapshot files: every record is kept, every unusable file is an error.

A *file* that cannot be trusted (wrong encoding, missing column, cut short, not the bytes its
provenance promises) raises :class:`SnapshotError`, and so does a file that no source reads. An
unusable *record* is never dropped here: it has a ``record_error``, and the warehouse quarantines
it.
"""

import json
import os
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import polars as pl

from analysis_py.runtime.project import item_folders
from analysis_py.sources.csv_files import SnapshotError, header_problems, read_csv
from analysis_py.sources.provenance import (
    named_date,
    provenance_path,
    read_item_facts,
    read_provenance,
    sha256_of,
)

#: Leading columns of every frame of records, before the source's own.
RECORD_COLUMNS = ("snapshot_id", "file_name", "row_number", "record_error", "raw")

#: Suffix, after a snapshot's date, of an import's answers to single items.
SAMPLES_SUFFIX = ".samples.parquet"


def snapshot_files(folder: Path) -> list[Path]:
    """Return the snapshot files in a source's folder, oldest first; raise if there is none."""
    files = sorted(folder.glob("*.csv"))
    if not files:
        raise SnapshotError(
            f"{folder}: no snapshot (<date>.csv) found. Restore the folder from the repository."
        )
    return files


def source_folders(*roots: Path) -> dict[str, Path]:
    """Return the folder of every source by its name; only the first root must exist."""
    if not roots[0].is_dir():
        raise SnapshotError(f"{roots[0]}: no such folder. Restore it from the repository.")
    folders: dict[str, Path] = {}
    for root in roots:
        for folder in _in_root(root):
            if not folder.is_dir():
                continue
            if folder.name in folders:
                raise SnapshotError(
                    f"{folder} and {folders[folder.name]} have one name: rename one of them."
                )
            folders[folder.name] = folder
    return dict(sorted(folders.items()))


def refuse_unread_files(root: Path) -> None:
    """Raise if a folder of facts holds files that are not part of a snapshot.

    Hidden files and a README are ignored; any other file would be silently missing from the
    warehouse.
    """
    unread = []
    for folder in _in_root(root):
        if not folder.is_dir():
            unread.append(folder)
            continue
        snapshots = [path for path in _visible(folder) if path.is_file() and named_date(path)]
        read = {*snapshots, *(provenance_path(path) for path in snapshots)}
        read |= {path.with_suffix(SAMPLES_SUFFIX) for path in snapshots}
        unread += [path for path in _visible(folder) if path not in read]
    for items in item_folders():
        if items.is_dir() and items.absolute().parent == root.absolute():
            unread += [path for path in _visible(items) if not (path / "files.parquet").is_file()]
    if unread:
        raise SnapshotError(
            f"nothing reads {', '.join(str(path) for path in unread)}. A snapshot is "
            f"{root}/<folder>/<date>.csv, such as 2024-07-07.csv, with its provenance beside "
            f"it; rename what is one, and move the rest out of {root}."
        )


def _in_root(root: Path) -> list[Path]:
    """Return the snapshots in a folder of facts; item results are left out."""
    items = [folder.absolute() for folder in item_folders()]
    paths = _visible(root) if root.is_dir() else []
    return [path for path in paths if path.absolute() not in items]


def _visible(folder: Path) -> list[Path]:
    return sorted(
        path
        for path in folder.iterdir()
        if not path.name.startswith(".")
        and (path.is_dir() or path.name.upper() not in ("README", "README.MD"))
    )


def snapshot_id(csv_path: Path) -> str:
    """Return the identifier of a snapshot file: ``<source>_<date>``."""
    return f"{csv_path.parent.name}_{csv_path.stem}"


def file_name(csv_path: Path) -> str:
    """Return the name of a snapshot file in tables: ``data/<source>/<date>.csv``.

    It starts with the data folder's name, without the path to it, as tables are published.
    """
    # the path as given, without resolving links
    return "/".join(Path(os.path.abspath(csv_path)).parts[-3:])


def read_records(paths: Sequence[Path], columns: Sequence[str]) -> pl.DataFrame:
    """Read the records of files with provenance, all values as text.

    One row per record, in file order: :data:`RECORD_COLUMNS`, of which ``row_number`` is 1 for the
    first record below the header, ``record_error`` null if the record has as many fields as the
    header, and ``raw`` the record as JSON; then the required ``columns``, null if empty.
    """
    rows: list[tuple[Any, ...]] = []
    for path in paths:
        header, records = check_file(path, columns)
        position = [header.index(name) for name in columns]
        for record, row in zip(records, record_rows(path, header, records), strict=True):
            values = [record[i].strip() or None if i < len(record) else None for i in position]
            rows.append((*row, *values))
    schema = dict.fromkeys((*RECORD_COLUMNS, *columns), pl.String) | {"row_number": pl.Int64}
    return pl.DataFrame(rows, schema=schema, orient="row")


def record_rows(
    path: Path, header: Sequence[str], records: Sequence[Sequence[str]]
) -> list[tuple[Any, ...]]:
    """Return the values of ``RECORD_COLUMNS`` for every record of a file."""
    rows = []
    for row_number, record in enumerate(records, start=1):
        whole = len(record) == len(header)
        fields: dict[str, object] = dict(zip(header, record, strict=False))
        if not whole:
            fields["record"] = record
        rows.append(
            (
                snapshot_id(path),
                file_name(path),
                row_number,
                None if whole else f"{len(record)} fields where the header has {len(header)}",
                json.dumps(fields, ensure_ascii=False),
            )
        )
    return rows


def read_provenances(*roots: Path) -> pl.DataFrame:
    """Return one row per snapshot file of every source and of committed item results.

    ``is_import`` marks files below another root than the first, which are the user's own.
    """
    folders = source_folders(*roots)
    for root in roots:
        refuse_unread_files(root)
    paths = [path for folder in folders.values() for path in snapshot_files(folder)]
    if not paths:
        raise SnapshotError(f"{roots[0]}: no snapshot (<source>/<date>.csv) found.")
    rows = [provenance_row(path) | {"is_import": path.parent.parent != roots[0]} for path in paths]
    items = [
        {"snapshot_id": f"items_{path.parent.name}_{provenance.taken_on}"}
        | {"source_name": f"items/{path.parent.name}", "is_import": False}
        | {"file_name": f"{roots[0].name}/items/{path.parent.name}/{path.name}"}
        | asdict(provenance)
        for path, provenance in read_item_facts(roots[0] / "items").items()
    ]
    return pl.DataFrame(rows + items)


def provenance_row(path: Path) -> dict[str, Any]:
    """Return the provenance of a file as a row."""
    names = {"snapshot_id": snapshot_id(path), "source_name": path.parent.name}
    return names | {"file_name": file_name(path)} | asdict(read_provenance(path))


def check_file(
    path: Path, columns: Sequence[str], remedy: str = ""
) -> tuple[list[str], list[list[str]]]:
    """Return a file's header and records; raise if it cannot be trusted.

    It must be UTF-8, have each of ``columns`` once, end with a whole record and match its
    provenance. The message lists all problems; ``remedy`` is an alternative to restoring the file
    if a column is missing. Blank lines are left out, records of the wrong length kept.
    """
    provenance = read_provenance(path)
    header, records = read_csv(path)
    problems = header_problems(header, columns)
    if records and len(records[-1]) < len(header):
        problems.append(
            f"cut short: its last record, row {len(records)}, has {len(records[-1])} of "
            f"{len(header)} fields"
        )
    if len(records) != provenance.row_count:
        problems.append(f"{len(records)} records where the provenance says {provenance.row_count}")
    if (digest := sha256_of(path)) != provenance.sha256:
        problems.append(f"its checksum is {digest[:12]}…, not {provenance.sha256[:12]}…")
    if problems:
        raise SnapshotError(
            f"{path}: {'; '.join(problems)}. {'' if set(columns) <= set(header) else remedy}"
            f"Restore the published file (git checkout -- {path}); "
            f"if the change is intended, write its provenance again: "
            f"python -m analysis_py.sources.provenance {path} --help"
        )
    return header, records
