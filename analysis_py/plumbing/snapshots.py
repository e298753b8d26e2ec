"""Reading snapshot files: every record kept, every unusable file refused.

A *file* that cannot be trusted (wrong encoding, missing column, cut short, not the bytes its
provenance promises) raises :class:`SnapshotError`. A *record* that cannot be used is never
dropped here: it comes out with ``record_error`` set, and the warehouse quarantines it.
"""

from __future__ import annotations

import csv
import io
import json
import os
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import polars as pl

from analysis_py.plumbing.provenance import Provenance, SnapshotError, read_provenance, sha256_of

#: Columns that come before a source's own in every frame of records.
RECORD_COLUMNS = ("snapshot_id", "file_name", "row_number", "record_error", "raw")


def snapshot_files(data_dir: Path, source: str) -> list[Path]:
    """Return the snapshot files of a source, oldest first.

    Raises
    ------
    SnapshotError
        If there is none.
    """
    files = sorted((data_dir / source).glob("*.csv"))
    if not files:
        raise SnapshotError(
            f"{data_dir / source}: no snapshot (<date>.csv) found. Restore the folder from the "
            f"repository, or point LLM_REASSESSMENT_DATA at the folder that holds it."
        )
    return files


def snapshot_id(csv_path: Path) -> str:
    """Return the identifier of a snapshot file: ``<source>_<date>``."""
    return f"{csv_path.parent.name}_{csv_path.stem}"


def file_name(csv_path: Path) -> str:
    """Return what a snapshot file is called in every table: ``data/<source>/<date>.csv``.

    It begins with the data folder's own name, wherever that folder lies: tables are published.
    """
    # of the path as it is written: a link in it may lead anywhere
    return "/".join(Path(os.path.abspath(csv_path)).parts[-3:])


def read_records(data_dir: Path, source: str, columns: Sequence[str]) -> pl.DataFrame:
    """Read every snapshot of a source, all values as text.

    Parameters
    ----------
    data_dir : Path
        Folder that holds ``<source>/<date>.csv``.
    source : str
        Name of the source's folder.
    columns : sequence of str
        Columns the files must have. Others are kept in ``raw``.

    Returns
    -------
    polars.DataFrame
        One row per record, in file order: ``snapshot_id``, ``file_name``, ``row_number``
        (1 for the first record below the header), ``record_error`` (null where the record has
        as many fields as the header), ``raw`` (the record as JSON), then ``columns`` as text
        (null where empty).

    Raises
    ------
    SnapshotError
        If a file cannot be trusted; see :func:`check_file`.
    """
    rows: list[tuple] = []
    for path in snapshot_files(data_dir, source):
        header, records = check_file(path, columns)
        position = [header.index(name) for name in columns]
        for row_number, record in enumerate(records, start=1):
            whole = len(record) == len(header)
            fields = dict(zip(header, record, strict=False))
            if not whole:
                fields["record"] = record
            values = [_text(record[i]) if i < len(record) else None for i in position]
            rows.append(
                (
                    snapshot_id(path),
                    file_name(path),
                    row_number,
                    None if whole else f"{len(record)} fields where the header has {len(header)}",
                    json.dumps(fields, ensure_ascii=False),
                    *values,
                )
            )
    schema = dict.fromkeys((*RECORD_COLUMNS, *columns), pl.String) | {"row_number": pl.Int64}
    return pl.DataFrame(rows, schema=schema, orient="row")


def read_provenances(data_dir: Path) -> pl.DataFrame:
    """Return one row per snapshot file of every source, with its provenance.

    Raises
    ------
    SnapshotError
        If a snapshot has no usable provenance file.
    """
    paths = sorted(data_dir.glob("*/*.csv"))
    rows = [
        {"snapshot_id": snapshot_id(path), "source_name": path.parent.name}
        | {"file_name": file_name(path)}
        | asdict(read_provenance(path))
        for path in paths
    ]
    if not rows:
        raise SnapshotError(f"{data_dir}: no snapshot (<source>/<date>.csv) found.")
    return pl.DataFrame(rows)


def check_file(path: Path, columns: Sequence[str]) -> tuple[list[str], list[list[str]]]:
    """Read a snapshot file and refuse it if it cannot be trusted.

    Parameters
    ----------
    path : Path
        The file; its provenance lies beside it.
    columns : sequence of str
        Columns the file must have.

    Returns
    -------
    header : list of str
    records : list of list of str
        Blank lines left out, records of the wrong length kept.

    Raises
    ------
    SnapshotError
        If the file is not UTF-8, lacks a column, names one twice, ends in the middle of a
        record, or differs from its provenance. The message lists all that was found and says
        what to do.
    """
    provenance = read_provenance(path)
    header, records = _parse(path)
    problems = [*_header_problems(header, columns), *_length_problems(header, records, provenance)]
    if (digest := sha256_of(path)) != provenance.sha256:
        problems.append(f"its checksum is {digest[:12]}…, not {provenance.sha256[:12]}…")
    if problems:
        raise SnapshotError(
            f"{path}: {'; '.join(problems)}. Restore the published file (git checkout -- {path}); "
            f"if the change is intended, write its provenance anew: "
            f"python -m analysis_py.plumbing.provenance {path} --help"
        )
    return header, records


def _parse(path: Path) -> tuple[list[str], list[list[str]]]:
    content = path.read_bytes()
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise SnapshotError(
            f"{path}: not UTF-8: byte 0x{content[error.start]:02x} on line {line}. "
            f"Save the file as UTF-8, or restore it: git checkout -- {path}"
        ) from error
    try:
        lines = [record for record in csv.reader(io.StringIO(text, newline="")) if record]
    except csv.Error as error:
        raise SnapshotError(
            f"{path}: not readable as CSV: {error}. Restore it: git checkout -- {path}"
        ) from error
    if not lines:
        raise SnapshotError(f"{path}: the file is empty. Restore it: git checkout -- {path}")
    return [name.strip() for name in lines[0]], lines[1:]


def _header_problems(header: list[str], columns: Sequence[str]) -> list[str]:
    problems = []
    if missing := [name for name in columns if name not in header]:
        problems.append(f"column(s) {', '.join(missing)} missing from the header")
    if twice := sorted({name for name in header if header.count(name) > 1}):
        problems.append(f"column(s) {', '.join(twice)} named twice in the header")
    return problems


def _length_problems(
    header: list[str], records: list[list[str]], provenance: Provenance
) -> list[str]:
    problems = []
    if records and len(records[-1]) < len(header):
        problems.append(
            f"cut short: its last record, row {len(records)}, has {len(records[-1])} of "
            f"{len(header)} fields"
        )
    if len(records) != provenance.row_count:
        problems.append(f"{len(records)} records where the provenance says {provenance.row_count}")
    return problems


def _text(value: str) -> str | None:
    return value.strip() or None
