"""The versions of a warehouse: every publication is a folder of its own, and one link leads to it.

::

    warehouse/
      llm_reassessment.duckdb -> .versions/current/llm_reassessment.duckdb
      parquet                 -> .versions/current/parquet
      report                  -> .versions/current/report
      dbt_docs.html           -> .versions/current/dbt_docs.html
      .versions/
        current               -> 3f2a9c81d0e4-1
        3f2a9c81d0e4-1/          what the last good build published
        7be01c55a2f9-1/          what the one before it published, for whoever still reads it

A publication is the change of ``current``, one rename. Until the new version has a report and a
page of the models, it has the last one's. A process that holds a file of an older
version open reads on undisturbed, even when that version has been removed.
"""

import os
import re
import shutil
from contextlib import suppress
from pathlib import Path

from analysis_py.runtime.atomic import write_link, write_text

#: Name of the published DuckDB file.
DATABASE_NAME = "llm_reassessment.duckdb"
PARQUET_NAME = "parquet"
REPORT_NAME = "report"
DOCS_NAME = "dbt_docs.html"
#: What lies in a warehouse, each behind a link.
NAMES = (DATABASE_NAME, PARQUET_NAME, REPORT_NAME, DOCS_NAME)
_VERSIONS = ".versions"
_CURRENT = "current"
#: Name of a version: the start of its build id, and a number.
_VERSION = re.compile(r"[0-9a-f]{12}-\d+")


def versions_folder(warehouse: Path) -> Path:
    """Return the folder of all versions of a warehouse."""
    return warehouse / _VERSIONS


def current_version(warehouse: Path) -> Path | None:
    """Return the folder that was published last, itself and not the link to it."""
    link = versions_folder(warehouse) / _CURRENT
    with suppress(OSError):
        if (folder := link.parent / link.readlink()).is_dir():
            return folder
    return None


def folder_of_files(warehouse: Path) -> Path:
    """Return the folder that holds the published files now: one version, whatever is built next.

    A folder into which somebody has copied a published file has no versions; it is its own.
    """
    return current_version(warehouse) or warehouse


def files_in_the_way(warehouse: Path) -> list[Path]:
    """Return what lies where a link of the warehouse goes and is no link of this project."""
    current = versions_folder(warehouse) / _CURRENT
    found = [warehouse / name for name in NAMES if os.path.lexists(warehouse / name)]
    found = [path for path in found if not _is_linked(path)]
    return found + [current] * (current.exists() and not current.is_symlink())


def place_links(warehouse: Path) -> None:
    """Make the links that are missing in the warehouse. They lead nowhere before a publication."""
    for name in NAMES:
        if not _is_linked(warehouse / name):
            write_link(warehouse / name, _target(name))


def make_current(version: Path) -> None:
    """Publish a version: let every name in the warehouse lead to its files."""
    write_link(version.with_name(_CURRENT), version.name)


def carry_pages(last: Path, new: Path) -> None:
    """Give a new version the last one's report and documentation, until its own are written.

    What cannot be copied is missing until then, which stops no publication.
    """
    for name, copy in ((REPORT_NAME, shutil.copytree), (DOCS_NAME, shutil.copy2)):
        with suppress(OSError):
            copy((last / name).resolve(strict=True), new / _carried(name))
            write_link(new / name, _carried(name))


def is_carried(version: Path, name: str) -> bool:
    """Return whether the report or the documentation of a version is that of an earlier build."""
    path = version / name
    return path.is_symlink() and path.readlink().name == _carried(name)


def free_name(warehouse: Path, build_id: str) -> Path:
    """Return a folder for a build: two with the same content are distinguished by a number."""
    number = 1
    while (path := versions_folder(warehouse) / f"{build_id[:12]}-{number}").exists():
        number += 1
    return path


def write_docs(version: Path, text: str) -> None:
    """Write the documentation of the models into a version, or into a folder without versions."""
    write_text(version / DOCS_NAME, text)
    (version / _carried(DOCS_NAME)).unlink(missing_ok=True)


def prune(warehouse: Path, keep: set[Path]) -> None:
    """Remove all versions but some. What else lies in their folder stays."""
    for folder in versions_folder(warehouse).iterdir():
        if _VERSION.fullmatch(folder.name) and folder not in keep and not folder.is_symlink():
            shutil.rmtree(folder, ignore_errors=True)


def _carried(name: str) -> str:
    return f"{Path(name).stem}-carried{Path(name).suffix}"


def _is_linked(path: Path) -> bool:
    return path.is_symlink() and path.readlink() == Path(_target(path.name))


def _target(name: str) -> str:
    return f"{_VERSIONS}/{_CURRENT}/{name}"
