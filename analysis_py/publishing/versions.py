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

A publication is the change of ``current``, one rename. A process that holds a file of an older
version open reads on undisturbed, even when that version has been removed.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from analysis_py.publishing.owned_folders import MARKER, listed, mark, point, remove

#: Name of the published DuckDB file.
DATABASE_NAME = "llm_reassessment.duckdb"
PARQUET_NAME = "parquet"
REPORT_NAME = "report"
DOCS_NAME = "dbt_docs.html"
#: What lies in a warehouse, each behind a link.
NAMES = (DATABASE_NAME, PARQUET_NAME, REPORT_NAME, DOCS_NAME)
_VERSIONS = ".versions"
_CURRENT = "current"


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


def is_link_blocked(warehouse: Path) -> bool:
    """Return whether something lies where the link to the current version would be made."""
    link = versions_folder(warehouse) / _CURRENT
    return link.exists() and not link.is_symlink()


def folder_of_files(warehouse: Path) -> Path:
    """Return the folder that holds the published files now: one version, whatever is built next.

    A folder into which somebody has copied a published file has no versions; it is its own.
    """
    return current_version(warehouse) or warehouse


def linked_name(name: str) -> str:
    """Return what the link of a name in the warehouse says."""
    return f"{_VERSIONS}/{_CURRENT}/{name}"


def is_linked(warehouse: Path, name: str) -> bool:
    """Return whether a name in the warehouse is our link."""
    path = warehouse / name
    return path.is_symlink() and path.readlink() == Path(linked_name(name))


def place_links(warehouse: Path) -> None:
    """Make the links that are missing in the warehouse. They lead nowhere before a publication."""
    for name in NAMES:
        if not is_linked(warehouse, name):
            point(warehouse / name, linked_name(name))


def make_current(version: Path) -> None:
    """Publish a version: let every name in the warehouse lead to its files."""
    point(version.with_name(_CURRENT), version.name)


def free_name(warehouse: Path, build_id: str) -> Path:
    """Return a folder for a build: two with the same content are distinguished by a number."""
    number = 1
    while (path := versions_folder(warehouse) / f"{build_id[:12]}-{number}").exists():
        number += 1
    return path


def write_docs(version: Path, text: str) -> None:
    """Write the documentation of the models into a version, or into a folder without versions."""
    partial = version / f".{DOCS_NAME}"
    partial.write_text(text, encoding="utf-8")
    if (version / MARKER).exists():
        mark(version, {*listed(version), DOCS_NAME, partial.name})
    partial.replace(version / DOCS_NAME)


def prune(warehouse: Path, keep: set[Path]) -> None:
    """Remove what we have written of all other versions; what else lies there stays."""
    for folder in versions_folder(warehouse).glob("[!.]*"):
        if folder.is_dir() and not folder.is_symlink() and folder not in keep:
            _remove_version(folder)


def _remove_version(folder: Path) -> None:
    if not (folder / MARKER).exists():
        return
    report = folder / REPORT_NAME
    for written in folder.glob(f"{REPORT_NAME}-*"):
        remove(written)
    if report.is_symlink() and not report.exists():
        report.unlink()
    remove(folder)
