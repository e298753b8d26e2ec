"""Publishing: one build at a time, all of it or nothing, and nothing lost.

A build that may publish holds the lock of the warehouse from its start to its end. It writes into
a staging folder, which becomes a version only when its files are on the disk and have been read
again; then one rename lets every name in the warehouse lead to it, as
:mod:`analysis_py.publishing.versions` says. Killed at any moment, it leaves the last version or the
new one.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import datetime
from pathlib import Path

import duckdb
from filelock import FileLock, Timeout

from analysis_py.publishing import versions
from analysis_py.publishing.manifests import problems, write_manifest
from analysis_py.publishing.versions import DATABASE_NAME, PARQUET_NAME

__all__ = ["DATABASE_NAME", "Publication", "PublishingError"]

_ELSEWHERE = "name another folder in LLM_REASSESSMENT_WAREHOUSE"
_STAGING = ".staging"
#: What DuckDB says of a file that another process has open.
_HELD = re.compile(r"Conflicting lock is held in .*\(PID (\d+)\)")


class PublishingError(Exception):
    """Nothing can be published; the message says why and what to do."""


class Publication:
    """A build's right to publish into a warehouse, from its start to :meth:`close`.

    Parameters
    ----------
    warehouse : Path
        The folder of published files; it is made if there is none.

    Raises
    ------
    PublishingError
        If another build has that right, the folder cannot be written, or something that is not of
        this project lies where its links would go.
    """

    def __init__(self, warehouse: Path) -> None:
        self.warehouse = warehouse
        self._versions = versions.versions_folder(warehouse)
        self._staged = self._versions / _STAGING
        if "?" in str(warehouse):
            raise PublishingError(
                f"{warehouse} has a question mark in its name, and DuckDB would take what follows "
                f"it for options: {_ELSEWHERE}."
            )
        try:
            self._versions.mkdir(parents=True, exist_ok=True)
            self._lock = _locked(self._versions / ".lock", warehouse)
            try:
                # what a killed build has left: nobody else writes here
                self._discard()
                _check_names(warehouse)
                # that links can be made is known now, and not when all has been built
                versions.place_links(warehouse)
            except BaseException:
                self._lock.release()
                raise
        except OSError as error:
            raise PublishingError(
                f"Nothing can be published in {warehouse}: {error}. Let this user write there, on "
                f"a file system with locks and symbolic links, or {_ELSEWHERE}."
            ) from error

    def stage(self, schemas: Iterable[str]) -> Path:
        """Return an empty folder, with a Parquet folder per schema, to write a version into."""
        self._discard()
        for schema in schemas:
            (self._staged / PARQUET_NAME / schema).mkdir(parents=True)
        return self._staged

    def publish(self, rows: Mapping[str, int], passed: Mapping[str, int]) -> Path:
        """Publish what has been staged, and return the path of the DuckDB file.

        The version that was current stays; older ones are removed.

        Parameters
        ----------
        rows : mapping of str to int
            Rows that were written of each table, by ``<schema>.<table>``.
        passed : mapping of str to int
            How many nodes of each kind were built, or tested, and passed.

        Raises
        ------
        PublishingError
            If the staged files are not what they should be.
        """
        try:
            build_id = write_manifest(self._staged, rows, passed)
            found = problems(self._staged)
        except duckdb.Error as error:
            found = [f"the DuckDB file cannot be read: {error}"]
        if found:
            more = f" (and {len(found) - 1} more)" if len(found) > 1 else ""
            raise PublishingError(
                f"Nothing published: what was written is not what was built: {found[0]}{more}. "
                f"Build again; if it comes again, look at the disk."
            )
        version = versions.free_name(self.warehouse, build_id)
        if last := versions.current_version(self.warehouse):
            versions.carry_pages(last, self._staged)
        _sync(self._staged)
        os.rename(self._staged, version)
        versions.make_current(version)
        # it is published already; what cannot be removed costs room on the disk
        with suppress(OSError):
            versions.prune(self.warehouse, keep={version, last or version})
        return self.warehouse / DATABASE_NAME

    def close(self) -> None:
        """Remove what was staged and not published, and let other builds publish."""
        self._discard()
        self._lock.release()

    def __enter__(self) -> Publication:
        """Return itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close it, however the block ends."""
        self.close()

    def _discard(self) -> None:
        shutil.rmtree(self._staged, ignore_errors=True)


#: What this process may publish, from the start of a whole build to its end.
_open: Publication | None = None


def open_publication(warehouse: Path) -> None:
    """Take the right to publish for this process, as :class:`Publication` says."""
    global _open
    close_publication()
    _open = Publication(warehouse)


def opened_publication() -> Publication:
    """Return this process's right to publish.

    Raises
    ------
    PublishingError
        If it has none.
    """
    if _open is None:
        raise PublishingError("Nothing published: the build did not begin as a whole one.")
    return _open


def close_publication() -> Path | None:
    """End this process's right to publish; return the warehouse if it had one."""
    global _open
    publication, _open = _open, None
    if publication is None:
        return None
    publication.close()
    return publication.warehouse


def process_in_the_way(build: Path) -> list[str]:
    """Return a sentence about the process that has a build database open, if another has."""
    try:
        if build.is_file():
            duckdb.connect(str(build), read_only=True).close()
    except duckdb.Error as error:
        if held := _HELD.search(str(error)):
            return [
                f"Another build, or a reader, has {build} open: process {held[1]}. Wait until it "
                "has ended or stop it, or name another file in LLM_REASSESSMENT_BUILD."
            ]
    # whatever else is wrong with it, dbt says when it opens it
    return []


def _locked(path: Path, warehouse: Path) -> FileLock:
    """Lock a file, in which the holder is noted; the kernel frees it when the process ends."""
    # dbt calls from several threads
    lock = FileLock(path, timeout=0, thread_local=False, fallback_to_soft=False)
    try:
        lock.acquire()
    except Timeout:
        process, _, since = path.read_text(encoding="utf-8").partition(" ")
        who = f"process {process}, which began at {since}" if since else "another process"
        raise PublishingError(
            f"A build is going on that will publish into {warehouse}: {who}. Wait until it has "
            f"ended or stop it, or {_ELSEWHERE}."
        ) from None
    path.write_text(f"{os.getpid()} {datetime.now():%H:%M:%S}", encoding="utf-8")
    return lock


def _check_names(warehouse: Path) -> None:
    if found := versions.files_in_the_way(warehouse):
        more = f" and {len(found) - 1} more" if len(found) > 1 else ""
        raise PublishingError(
            f"{found[0]}{more} lies where this project publishes, and nothing says that it is "
            f"of this project. Move it away, or {_ELSEWHERE}."
        )


def _sync(folder: Path) -> None:
    """Let the disk write all below a folder now, so that not even a power cut undoes it."""
    for path in (*folder.rglob("*"), folder):
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
