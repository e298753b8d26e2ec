"""The files of a release: a finished warehouse to open, its tables as a data set, checksums."""

import hashlib
import json
import re
import shutil
import tarfile
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path

from analysis_py import __version__
from analysis_py.exports import croissant
from analysis_py.exports.published import NAME, ExportProblem
from analysis_py.publishing import DATABASE_NAME, REPORT_NAME, is_report_current
from analysis_py.publishing.reading import opened

#: Checksums of the files beside it, as ``sha256sum --check`` reads them.
SUMS = "SHA256SUMS"
#: What a finished warehouse says of itself, beside its DuckDB file.
ABOUT = "release.json"
NOTES = "notes.md"
_CHANGES = Path("CHANGELOG.md")


@dataclass(frozen=True)
class About:
    """The release that a warehouse is of: its version, and the day of its latest facts."""

    version: str
    taken_on: str


def archive_name(version: str = __version__) -> str:
    """Return the name of the archive of a finished warehouse and its report."""
    return f"{NAME}-{version}.tar.xz"


def about(folder: Path) -> About:
    """Return what a warehouse says of its release; one that was built here is of this version."""
    if (told := folder / ABOUT).is_file():
        try:
            said = json.loads(told.read_text(encoding="utf-8"))
            return About(str(said["version"]), str(said["taken_on"]))
        except (ValueError, LookupError, TypeError) as error:
            raise ExportProblem(
                f"{told} is no JSON object with version and taken_on; unpack the archive again"
            ) from error
    with opened(folder / DATABASE_NAME) as connection:
        days = connection.sql("select max(taken_on)::varchar from marts.dim_snapshots")
        return About(__version__, days.fetchall()[0][0])


def refuse_unreported(warehouse: Path) -> None:
    """Refuse a warehouse without a report of its build."""
    if not is_report_current(warehouse):
        raise ExportProblem(
            f"{warehouse} has no report of its build; write it: llm-reassess report"
        )


def write(warehouse: Path, folder: Path) -> Path:
    """Write the files of a release of a published warehouse.

    Returns
    -------
    Path
        Of the checksums.

    Raises
    ------
    ExportProblem
        If the warehouse has no report, or the changes of this version are not told.
    """
    refuse_unreported(warehouse)
    if _CHANGES.exists():
        text = notes(_CHANGES.read_text(encoding="utf-8"))
        (folder / NOTES).write_text(text, encoding="utf-8")
    shutil.copyfile(warehouse / DATABASE_NAME, folder / DATABASE_NAME)
    with tempfile.TemporaryDirectory() as made:
        croissant.write(warehouse, Path(made))
        # Parquet is compressed
        _pack(folder / f"{NAME}-{__version__}-tables.tar", {"tables": Path(made)}, "w")
    with tempfile.TemporaryDirectory() as made:
        (told := Path(made) / ABOUT).write_text(json.dumps(asdict(about(warehouse))) + "\n")
        # what tells the release comes last: where it is, all was unpacked
        finished = {DATABASE_NAME: warehouse / DATABASE_NAME, REPORT_NAME: warehouse / REPORT_NAME}
        _pack(folder / archive_name(), finished | {ABOUT: told}, "w:xz")
    return write_sums(folder)


def write_sums(folder: Path) -> Path:
    """Write the checksums of the files of a folder."""
    files = sorted(path for path in folder.iterdir() if path.is_file() and path.name != SUMS)
    lines = [f"{sha256(path)}  {path.name}\n" for path in files]
    (folder / SUMS).write_text("".join(lines), encoding="utf-8")
    return folder / SUMS


def sha256(path: Path) -> str:
    """Return the checksum of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def notes(changes: str, version: str = __version__) -> str:
    """Return what a changelog says of a version, without its heading.

    Raises
    ------
    ExportProblem
        If it has no heading of that version.
    """
    for section in re.split(r"(?m)^## ", changes)[1:]:
        heading, _, text = section.partition("\n")
        if heading.split()[0] == version:
            return text.strip() + "\n"
    raise ExportProblem(f"{_CHANGES} has no heading of {version}")


def _pack(path: Path, parts: dict[str, Path], mode: str) -> None:
    """Pack files and folders under names; the same contents give the same bytes."""
    with tarfile.open(path, mode) as archive:  # type: ignore[call-overload]
        for name, source in parts.items():
            archive.add(source, name, filter=_without_owner)


def _without_owner(member: tarfile.TarInfo) -> tarfile.TarInfo | None:
    member.uid = member.gid = member.mtime = 0
    member.uname = member.gname = ""
    return None if Path(member.name).name.startswith(".") else member
