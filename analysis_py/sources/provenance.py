"""Provenance of a snapshot: the origin of a file of facts, and its checksum.

Every ``data/<source>/<date>.csv`` has a ``data/<source>/<date>.provenance.yml`` beside it;
``python -m analysis_py.sources.provenance`` writes it.
"""

import argparse
import hashlib
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from pathlib import Path

import yaml

from analysis_py.runtime.atomic import write_text
from analysis_py.sources.csv_files import SnapshotError, read_csv

#: File name of a paper's claims; every other file is named by its date.
CLAIMS_FILE = "claims.csv"
#: Required text fields, and the one that may be empty.
_WORDS = ("title", "producer", "source", "licence")
_NOTES = "notes"
#: Earliest possible date of a model.
_FIRST_DAY = date(1950, 1, 1)


@dataclass(frozen=True)
class Provenance:
    """The origin of a file's facts, their licence and known defects, and its size and checksum.

    The file is named by ``taken_on``, the day of publication or collection.
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


def named_date(path: Path) -> date | None:
    """Return the date in a snapshot file's name, as in 2024-07-07.csv, or None."""
    try:
        taken_on = date.fromisoformat(path.stem)
    except ValueError:
        return None
    return taken_on if path.name == f"{taken_on.isoformat()}.csv" else None


def impossible_day(day: date) -> str | None:
    """Return why results cannot be of a day, or None; tomorrow is allowed for other time zones."""
    if day > date.today() + timedelta(days=1):
        return f"{day}, which is after today"
    return f"{day}, which is before {_FIRST_DAY.year}" if day < _FIRST_DAY else None


def sha256_of(path: Path) -> str:
    """Return the hex SHA-256 digest of a file's bytes, or of its Parquet files if a folder's."""
    if not path.is_dir():
        return hashlib.sha256(path.read_bytes()).hexdigest()
    folder, files = path, sorted(path.rglob("*.parquet"))
    lines = (f"{path.relative_to(folder).as_posix()} {sha256_of(path)}\n" for path in files)
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def read_item_facts(folder: Path) -> dict[Path, Provenance]:
    """Return the provenance of committed item results, if any."""
    facts = {path: read_provenance(path) for path in sorted(folder.glob("*/files.parquet"))}
    for accounting, provenance in facts.items():
        if provenance.sha256 != (digest := sha256_of(accounting.parent)):
            raise SnapshotError(
                f"{accounting.parent}: its Parquet files are not those of the provenance; their "
                f"digest is {digest}. Restore the folder from the repository."
            )
    return facts


def read_provenance(csv_path: Path) -> Provenance:
    """Read the provenance of a file; raise if it is missing, unreadable or wrong."""
    path = provenance_path(csv_path)
    remedy = f"Write it with: python -m analysis_py.sources.provenance {csv_path} --help"
    if not path.is_file():
        raise SnapshotError(f"{csv_path}: no provenance file {path.name} beside it. {remedy}")
    try:
        # an impossible date, such as 2024-02-30 without quotes, raises ValueError
        fields = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (yaml.YAMLError, ValueError) as error:
        reason = " ".join(str(error).split())
        raise SnapshotError(f"{path}: not readable as YAML: {reason}. {remedy}") from error
    if not isinstance(fields, Mapping):
        raise SnapshotError(f"{path}: not a list of fields, such as 'title: …'. {remedy}")
    missing = [name for name in Provenance.__dataclass_fields__ if name not in fields]
    if missing:
        raise SnapshotError(f"{path}: the field(s) {', '.join(missing)} are missing. {remedy}")
    if problems := _problems(fields):
        raise SnapshotError(f"{path}: {'; '.join(problems)}. {remedy}")
    provenance = Provenance(
        **{name: fields[name].strip() for name in (*_WORDS, _NOTES)},
        taken_on=date.fromisoformat(str(fields["taken_on"])),
        row_count=fields["row_count"],
        sha256=fields["sha256"],
    )
    is_named_by_date = csv_path.suffix == ".csv" and csv_path.name != CLAIMS_FILE
    if is_named_by_date and provenance.taken_on.isoformat() != csv_path.stem:
        raise SnapshotError(
            f"{path}: taken_on is {provenance.taken_on}, but the file is named {csv_path.name}; "
            f"a snapshot is named by its date."
        )
    return provenance


def _problems(fields: Mapping[str, object]) -> list[str]:
    """Return a sentence for each invalid field with its value."""
    problems = []
    for name in (*_WORDS, _NOTES):
        value = fields[name]
        if not isinstance(value, str):
            problems.append(f"{name} is {_shown(value)} and not text: write words, in quotes")
        elif name != _NOTES and not value.strip():
            problems.append(f"{name} is empty")
    try:
        taken_on = date.fromisoformat(str(fields["taken_on"]))
    except ValueError:
        problems.append(
            f"taken_on is {_shown(fields['taken_on'])} and not a date such as 2024-07-07"
        )
    else:
        problems += [f"taken_on is {why}"] if (why := impossible_day(taken_on)) else []
    count = fields["row_count"]
    if isinstance(count, bool) or not isinstance(count, int) or count < 0:
        problems.append(f"row_count is {_shown(count)} and not a number of records")
    digest = fields["sha256"]
    if not isinstance(digest, str) or not re.fullmatch("[0-9a-f]{64}", digest):
        problems.append(f"sha256 is {_shown(digest)} and not 64 digits from 0 to f, in quotes")
    return problems


def _shown(value: object) -> str:
    return "empty" if value is None else repr(value)


def write_provenance(
    csv_path: Path,
    *,
    title: str,
    producer: str,
    source: str,
    licence: str,
    notes: str,
    taken_on: date | None = None,
    **others: object,
) -> Path:
    """Count and hash a snapshot file and write its provenance beside it.

    The date is that of the file's name, or ``taken_on`` for the claims of a paper. ``others`` are
    further fields for readers.
    """
    if csv_path.name != CLAIMS_FILE:
        taken_on = named_date(csv_path)
        if taken_on is None:
            raise SnapshotError(f"{csv_path}: name the file by its date, such as 2024-07-07.csv")
    elif taken_on is None:
        raise SnapshotError(f"{csv_path}: say with --taken-on when the paper was published")
    _, records = read_csv(csv_path)
    provenance = Provenance(
        title, taken_on, producer, source, licence, notes, len(records), sha256_of(csv_path)
    )
    fields = asdict(provenance) | {"taken_on": taken_on.isoformat()}
    if problems := _problems(fields):
        raise SnapshotError(f"{csv_path}: {'; '.join(problems)}. Nothing is written.")
    path = provenance_path(csv_path)
    text = yaml.safe_dump(fields | others, sort_keys=False, allow_unicode=True, width=100)
    write_text(path, text)
    return path


def main() -> None:
    """Write the provenance of a file from the arguments of the command line."""
    parser = argparse.ArgumentParser(description="Write the provenance of a data file beside it.")
    parser.add_argument("file", type=Path, help="data/<source>/<date>.csv or the claims of a paper")
    for name in _WORDS:
        parser.add_argument(f"--{name}", required=True)
    parser.add_argument("--notes", default="", help="known defects of the file")
    parser.add_argument("--taken-on", type=date.fromisoformat, help="day of a paper")
    words = vars(parser.parse_args())
    try:
        print(f"wrote {write_provenance(words.pop('file'), **words)}")
    except SnapshotError as error:
        parser.error(str(error))


if __name__ == "__main__":
    main()
