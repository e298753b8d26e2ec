"""Provenance of a snapshot: where a file of facts comes from, and proof that it is unchanged.

Every ``data/<source>/<date>.csv`` has a ``data/<source>/<date>.provenance.yml`` beside it.
``python -m analysis_py.plumbing.provenance data/openllm_v1/2024-09-01.csv --producer ...`` writes
one.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

import yaml


class SnapshotError(Exception):
    """A file of facts cannot be used as it is; the message names the file and the remedy."""


@dataclass(frozen=True)
class Provenance:
    """What is known about one snapshot file.

    Attributes
    ----------
    title : str
        One line that says what a row of the file is.
    taken_on : datetime.date
        The day the facts were published or collected; also the file's name.
    producer, source, licence, notes : str
        Who made the facts, where they were found, on what terms, and their known defects.
    row_count : int
        Number of records, the header not counted.
    sha256 : str
        Hex digest of the file's bytes.
    """

    title: str
    taken_on: date
    producer: str
    source: str
    licence: str
    notes: str
    row_count: int
    sha256: str


def provenance_path(csv_path: Path) -> Path:
    """Return the path of the provenance file that belongs to a snapshot file."""
    return csv_path.with_name(f"{csv_path.stem}.provenance.yml")


def sha256_of(path: Path) -> str:
    """Return the hex SHA-256 digest of a file's bytes."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def read_provenance(csv_path: Path) -> Provenance:
    """Read the provenance file of a snapshot.

    Raises
    ------
    SnapshotError
        If it is missing, is not YAML, lacks a field, or its date is not the file's name.
    """
    path = provenance_path(csv_path)
    remedy = f"Write it with: python -m analysis_py.plumbing.provenance {csv_path} --help"
    if not path.exists():
        raise SnapshotError(f"{csv_path}: no provenance file {path.name} beside it. {remedy}")
    try:
        fields = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise SnapshotError(f"{path}: not readable as YAML: {error}. {remedy}") from error
    missing = [name for name in Provenance.__dataclass_fields__ if name not in (fields or {})]
    if missing:
        raise SnapshotError(f"{path}: the field(s) {', '.join(missing)} are missing. {remedy}")
    fields = {name: fields[name] for name in Provenance.__dataclass_fields__}
    try:
        fields["taken_on"] = date.fromisoformat(str(fields["taken_on"]))
        fields["row_count"] = int(fields["row_count"])
    except ValueError as error:
        raise SnapshotError(f"{path}: {error}. {remedy}") from error
    if fields["taken_on"].isoformat() != csv_path.stem:
        raise SnapshotError(
            f"{path}: taken_on is {fields['taken_on']}, but the file is named {csv_path.name}; "
            f"a snapshot is named by its date."
        )
    return Provenance(**fields)


def write_provenance(
    csv_path: Path, *, title: str, producer: str, source: str, licence: str, notes: str
) -> Path:
    """Count and hash a snapshot file and write its provenance beside it.

    Raises
    ------
    SnapshotError
        If the file is missing or is not named by an ISO date.
    """
    try:
        taken_on = date.fromisoformat(csv_path.stem)
    except ValueError as error:
        raise SnapshotError(
            f"{csv_path}: name the file by its date, such as 2024-07-07.csv"
        ) from error
    if not csv_path.exists():
        raise SnapshotError(f"{csv_path}: no such file")
    with csv_path.open(encoding="utf-8-sig", newline="") as lines:
        row_count = sum(1 for record in csv.reader(lines) if record) - 1
    fields = asdict(
        Provenance(
            title, taken_on, producer, source, licence, notes, row_count, sha256_of(csv_path)
        )
    )
    fields["taken_on"] = taken_on.isoformat()
    path = provenance_path(csv_path)
    text = yaml.safe_dump(fields, sort_keys=False, allow_unicode=True, width=100)
    path.write_text(text, encoding="utf-8")
    return path


def main() -> None:
    """Write the provenance file of a new snapshot."""
    parser = argparse.ArgumentParser(
        prog="python -m analysis_py.plumbing.provenance",
        description="Count and hash a snapshot file and write its provenance beside it.",
    )
    parser.add_argument("file", type=Path, help="the snapshot, named data/<source>/<date>.csv")
    parser.add_argument("--title", required=True, help="one line that says what a row is")
    parser.add_argument("--producer", required=True, help="who published the facts")
    parser.add_argument("--source", required=True, help="where they were found")
    parser.add_argument("--licence", required=True, help="on what terms")
    parser.add_argument("--notes", default="", help="known defects of the file")
    options = vars(parser.parse_args())
    try:
        path = write_provenance(options.pop("file"), **options)
    except SnapshotError as error:
        parser.exit(1, f"{error}\n")
    print(f"wrote {path}")


if __name__ == "__main__":
    main()
