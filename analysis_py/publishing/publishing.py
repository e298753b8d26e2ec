"""Publishing: one build at a time, all of it or nothing, and nothing lost.

A build that may publish holds the lock of the warehouse from its start to its end. It writes into
a staging folder of its own, which becomes a version only when its files are on the disk and have
been read again; then one rename lets every name in the warehouse lead to it, as
:mod:`analysis_py.publishing.versions` says. Killed at any moment, it leaves the last version or the
new one.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path

import duckdb

from analysis_py.publishing import former_layout, versions
from analysis_py.publishing.locking import Lock, LockedError, lock
from analysis_py.publishing.manifests import problems, write_manifest
from analysis_py.publishing.owned_folders import (
    ForeignFileError,
    Staging,
    claim,
    files_in,
    remove_stale,
    stage,
    sync,
)
from analysis_py.publishing.versions import DATABASE_NAME, PARQUET_NAME

__all__ = ["DATABASE_NAME", "Publication", "PublishingError"]

_ELSEWHERE = "name another folder in LLM_REASSESSMENT_WAREHOUSE"


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
        this project lies where its files would go.
    """

    def __init__(self, warehouse: Path) -> None:
        self.warehouse = warehouse
        self._staging: Staging | None = None
        versions_folder = versions.versions_folder(warehouse)
        if "?" in str(warehouse):
            raise PublishingError(
                f"{warehouse} has a question mark in its name, and DuckDB would take what follows "
                f"it for options: {_ELSEWHERE}."
            )
        try:
            claim(versions_folder)
            self._lock = _locked(warehouse)
            try:
                remove_stale(versions_folder)
                _check_room(warehouse)
                if versions.current_version(warehouse):
                    # where a build was killed while it took over a warehouse
                    former_layout.take_over(warehouse)
                    versions.place_links(warehouse)
            except BaseException:
                self._lock.release()
                raise
        except ForeignFileError as error:
            raise PublishingError(f"{error} Or {_ELSEWHERE}.") from error
        except OSError as error:
            raise PublishingError(
                f"Nothing can be published in {warehouse}: {error}. Let this user write there, on "
                f"a file system with locks and symbolic links, or {_ELSEWHERE}."
            ) from error

    def stage(self, schemas: Iterable[str]) -> Path:
        """Return an empty folder, with a Parquet folder per schema, to write a version into."""
        self._discard()
        self._staging = stage(versions.versions_folder(self.warehouse))
        for schema in schemas:
            (self._staging.folder / PARQUET_NAME / schema).mkdir(parents=True)
        return self._staging.folder

    def publish(
        self,
        rows: Mapping[str, int],
        passed: Mapping[str, int],
        reached: Callable[[str], None] = lambda step: None,
    ) -> Path:
        """Publish what has been staged, and return the path of the DuckDB file.

        The version that was current stays; older ones are removed.

        Parameters
        ----------
        rows : mapping of str to int
            Rows that were written of each table, by ``<schema>.<table>``.
        passed : mapping of str to int
            How many nodes of each kind were built, or tested, and passed.
        reached : callable
            Is told of each step when it is done.

        Raises
        ------
        PublishingError
            If the staged files are not what they should be, or the lock has been taken away.
        """
        if self._staging is None:
            raise PublishingError("Nothing published: nothing has been staged.")
        staged = self._staging.folder
        try:
            build_id = write_manifest(staged, rows, passed)
        except duckdb.Error as error:
            raise _not_what_was_built([f"the DuckDB file cannot be read: {error}"]) from error
        reached("manifest written")
        sync([staged / name for name in files_in(staged)])
        sync([staged, *(path for path in staged.rglob("*") if path.is_dir())])
        reached("on the disk")
        if found := problems(staged):
            raise _not_what_was_built(found)
        reached("read again")
        version = versions.free_name(self.warehouse, build_id)
        self._staging.keep_as(version)
        self._staging = None
        sync([version, version.parent])
        reached("in its place")
        if not self._lock.is_in_place():
            raise PublishingError(
                f"Nothing published: {self._lock.path} has been removed while the build ran, so "
                f"another build may publish too. Build again."
            )
        former_layout.take_over(self.warehouse)
        versions.place_links(self.warehouse)
        sync([self.warehouse])
        reached("linked")
        last = versions.current_version(self.warehouse)
        versions.make_current(version)
        sync([version.parent])
        reached("published")
        # it is published already; what cannot be removed costs room on the disk
        with suppress(OSError):
            versions.prune(self.warehouse, keep={version, last or version})
        reached("tidied up")
        return self.warehouse / DATABASE_NAME

    def close(self) -> None:
        """Remove what was staged and not published, and let other builds publish."""
        self._discard()
        self._lock.release()

    def __enter__(self) -> Publication:
        """Return itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close it."""
        self.close()

    def _discard(self) -> None:
        if self._staging:
            self._staging.discard()
            self._staging = None


def _not_what_was_built(found: Sequence[str]) -> PublishingError:
    more = f" (and {len(found) - 1} more)" if len(found) > 1 else ""
    return PublishingError(
        f"Nothing published: what was written is not what was built: {found[0]}{more}. "
        f"Build again; if it comes again, look at the disk."
    )


def _locked(warehouse: Path) -> Lock:
    note = f"{os.getpid()} {datetime.now():%H:%M:%S}"
    try:
        return lock(versions.versions_folder(warehouse) / ".lock", note)
    except LockedError as error:
        process, _, since = error.note.partition(" ")
        who = f"process {process}, which began at {since}" if since else "another process"
        raise PublishingError(
            f"A build is going on that will publish into {warehouse}: {who}. Wait until it has "
            f"ended or stop it, or {_ELSEWHERE}."
        ) from error


def _check_room(warehouse: Path) -> None:
    """Raise an error now if the links could not be made when all has been built."""
    probe = warehouse / f".llm_reassessment-{os.getpid()}"
    try:
        probe.symlink_to("nowhere")
    finally:
        with suppress(OSError):
            probe.unlink()
    if versions.is_link_blocked(warehouse):
        raise ForeignFileError(
            f"{versions.versions_folder(warehouse) / 'current'} is no link, and the next version "
            f"could not take its place. Move it away."
        )
    if in_the_way := former_layout.files_in_the_way(warehouse):
        more = f" and {len(in_the_way) - 1} more" if len(in_the_way) > 1 else ""
        raise ForeignFileError(
            f"{in_the_way[0]}{more} lies where this project publishes, and nothing says that it is "
            f"of this project. Move it away."
        )
