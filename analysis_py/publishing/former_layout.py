"""Taking over a warehouse of the former layout: plain files where links lead into a version now.

Its files become a version like any other, the one that was published last, before the first
publication of the present layout takes its place. They were listed nowhere, so ours are told from
others by what they are; where others lie among them, nothing is touched.
"""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path, PurePosixPath

import duckdb

from analysis_py.publishing.manifests import rows_in
from analysis_py.publishing.owned_folders import MARKER, listed, mark, point
from analysis_py.publishing.versions import (
    DATABASE_NAME,
    DOCS_NAME,
    NAMES,
    PARQUET_NAME,
    REPORT_NAME,
    current_version,
    is_linked,
    linked_name,
    make_current,
    versions_folder,
)

#: Name of the version that the files of the former layout become.
FORMER_NAME = "former"
_REPORT_FOLDERS = ("assets", "data", "figures", "sql")


def files_in_the_way(warehouse: Path) -> list[Path]:
    """Return what lies under a name of the warehouse and is neither our link nor known as ours."""
    found = {file for name in _plain_names(warehouse) for file in _files_below(warehouse, name)}
    # once links lead to a version, a plain file is not of the former layout; it made no links
    if found and current_version(warehouse) in (None, versions_folder(warehouse) / FORMER_NAME):
        ours = _files_of_ours(warehouse)
        found = {file for file in found if file not in ours or (warehouse / file).is_symlink()}
    return sorted(warehouse / file for file in found)


def take_over(warehouse: Path) -> None:
    """Let the files of the former layout, if there are any, be the version that is current.

    It may be stopped anywhere and begun again: at each step every name leads to what it led to,
    but for the moment between the two renames that a folder takes to become a link.
    """
    plain = _plain_names(warehouse)
    former = versions_folder(warehouse) / FORMER_NAME
    if not plain and current_version(warehouse) != former:
        return
    former.mkdir(exist_ok=True)
    if DATABASE_NAME in plain:
        # under both names, so that it is there all the time; not every file system can
        with suppress(OSError):
            os.link(warehouse / DATABASE_NAME, former / DATABASE_NAME)
    make_current(former)
    for name in plain:
        if not (former / name).exists():
            os.rename(warehouse / name, former / name)
        point(warehouse / name, linked_name(name))
    mark(former, (file.as_posix() for file in _files_of_ours(former)))


def _plain_names(warehouse: Path) -> list[str]:
    names = (name for name in NAMES if not is_linked(warehouse, name))
    return [name for name in names if os.path.lexists(warehouse / name)]


def _files_of_ours(folder: Path) -> set[PurePosixPath]:
    """Return what the project has written in the former layout into a folder."""
    try:
        tables = rows_in(folder / DATABASE_NAME)
    except duckdb.Error:
        # nothing says that what lies beside it is ours
        return {PurePosixPath(DATABASE_NAME)}
    parquet = (f"{PARQUET_NAME}/{table.replace('.', '/', 1)}.parquet" for table in tables)
    ours = {PurePosixPath(name) for name in (DATABASE_NAME, DOCS_NAME, *parquet)}
    report = folder / REPORT_NAME
    if (report / MARKER).exists():
        return ours | {PurePosixPath(REPORT_NAME, name) for name in (*listed(report), MARKER)}
    if (report / "index.html").exists() and (report / "assets" / "report.js").exists():
        for file in _files_below(folder, REPORT_NAME):
            is_page = len(file.parts) == 2 and file.suffix == ".html"
            if is_page or (len(file.parts) == 3 and file.parts[1] in _REPORT_FOLDERS):
                ours.add(file)
    return ours


def _files_below(folder: Path, name: str) -> set[PurePosixPath]:
    """Return a file, or all files below a folder, as paths from the folder it lies in."""
    path = folder / name
    if path.is_symlink() or not path.is_dir():
        return {PurePosixPath(name)}
    files = (file for file in path.rglob("*") if file.is_symlink() or not file.is_dir())
    return {PurePosixPath(file.relative_to(folder)) for file in files}
