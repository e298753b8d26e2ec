"""Folders that the project makes, writes anew and removes, and nobody else's.

A folder of ours holds a marker, which lists the files that we have put there. Only those are ever
replaced or removed; whatever else lies there stays, and keeps its folder.
"""

from __future__ import annotations

import json
import os
import secrets
import shutil
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from analysis_py.publishing.locking import Lock, LockedError, lock

#: The file that says that a folder is ours, and what in it.
MARKER = ".llm_reassessment"
_STAGING = ".staging-"
_NEXT_LINK = ".next"


class ForeignFileError(Exception):
    """Something that the project has not made lies where it would write; the message says what."""


def claim(folder: Path) -> None:
    """Make sure that a folder is ours: make it, take an empty one, or know it by its marker.

    Raises
    ------
    ForeignFileError
        If it is a file, or holds anything and has no marker.
    OSError
        If it cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except FileExistsError:
        raise ForeignFileError(f"{folder} is a file. Name a new or an empty folder.") from None
    if (folder / MARKER).exists():
        return
    if found := sorted(path.name for path in folder.iterdir()):
        more = f" and {len(found) - 1} more" if len(found) > 1 else ""
        raise ForeignFileError(
            f"{folder} is not empty ({found[0]}{more}), and nothing says that this project has "
            f"written it. Name a new or an empty folder, or empty this one yourself."
        )
    mark(folder, ())


def mark(folder: Path, files: Iterable[str]) -> None:
    """Say in a folder that it is ours, and list our files, as paths relative to it."""
    partial = folder / f"{MARKER}{_NEXT_LINK}"
    partial.write_text(_listing(files), encoding="utf-8")
    os.replace(partial, folder / MARKER)


def _listing(files: Iterable[str]) -> str:
    return json.dumps({"files": sorted(files)}, indent=1) + "\n"


def listed(folder: Path) -> set[str]:
    """Return the files that the marker of a folder lists; none where there is no marker."""
    try:
        return set(json.loads((folder / MARKER).read_text(encoding="utf-8"))["files"])
    except (OSError, ValueError, KeyError, TypeError):
        # what cannot be read lists nothing, and so nothing is removed
        return set()


def files_in(folder: Path) -> set[str]:
    """Return all files below a folder, as relative paths, but for the marker and links to folders.

    Links are not followed.
    """
    found = (path.relative_to(folder) for path in folder.rglob("*") if not path.is_dir())
    return {path.as_posix() for path in found} - {MARKER}


def remove_files(folder: Path, files: Iterable[str]) -> None:
    """Remove files of a folder, and every folder that is empty then, itself included."""
    parents = {folder}
    for name in files:
        path = folder / name
        if _is_within(folder, path):
            path.unlink(missing_ok=True)
            parents.update(parent for parent in path.parents if parent.is_relative_to(folder))
    for parent in sorted(parents, reverse=True):
        with suppress(OSError):  # not empty, or gone
            parent.rmdir()


def remove(folder: Path) -> None:
    """Remove what the marker of a folder lists, and the folder if nothing else lies there."""
    if (folder / MARKER).exists():
        remove_files(folder, listed(folder))
        remove_files(folder, (MARKER,))


class Staging:
    """A folder in which something is written before it takes its place; :func:`stage` makes one.

    Whoever writes holds a lock on its marker, so that what a killed process has left is known.
    """

    def __init__(self, folder: Path, held: Lock) -> None:
        self.folder = folder
        self._lock = held

    def keep_as(self, path: Path) -> None:
        """List all that is in the folder in its marker, and move it to where it stays."""
        # in place, because the lock is on this very file
        (self.folder / MARKER).write_text(_listing(files_in(self.folder)), encoding="utf-8")
        os.rename(self.folder, path)
        self._lock.release()

    def discard(self) -> None:
        """Remove the folder, unless it has been moved."""
        shutil.rmtree(self.folder, ignore_errors=True)
        self._lock.release()


def stage(parent: Path) -> Staging:
    """Make a folder that no other process writes to, within a folder of ours."""
    while True:
        folder = parent / f"{_STAGING}{os.getpid()}-{secrets.token_hex(4)}"
        folder.mkdir()
        # a process that tidies up may be faster than the lock
        with suppress(FileNotFoundError, LockedError):
            return Staging(folder, lock(folder / MARKER))


def remove_stale(parent: Path) -> None:
    """Remove the staging folders of processes that have ended."""
    for folder in parent.glob(f"{_STAGING}*"):
        if folder.is_symlink() or not (folder / MARKER).is_file():
            continue
        with suppress(LockedError):
            Staging(folder, lock(folder / MARKER)).discard()


@contextmanager
def rewritten(folder: Path) -> Iterator[Path]:
    """Give an empty folder; what is written there takes the place of what was ours in another.

    The files go over one by one, each as a whole, when the block ends well. If it does not,
    nothing has changed.

    Parameters
    ----------
    folder : Path
        A new or an empty folder, or one that was written in this way before.

    Raises
    ------
    ForeignFileError
        If it is neither, or if a file would take the place of one that is not ours.
    """
    claim(folder)
    remove_stale(folder)
    staging = stage(folder)
    try:
        yield staging.folder
        _install(staging.folder, folder)
    finally:
        staging.discard()
        if not listed(folder):
            remove(folder)


def _install(staging: Path, folder: Path) -> None:
    before, new = listed(folder), files_in(staging)
    for name in sorted(new):
        path = folder / name
        if not _is_within(folder, path) or (name not in before and os.path.lexists(path)):
            raise ForeignFileError(
                f"{path} is in the way, and not of this project. Move it, or name another folder."
            )
    # in between, the folder holds files of both
    mark(folder, before | new)
    for name in sorted(new):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        os.replace(staging / name, folder / name)
    remove_files(folder, before - new)
    mark(folder, new)


@contextmanager
def relinked(link: Path) -> Iterator[Path]:
    """Give an empty folder; when the block ends well, a link leads to it instead of to its last.

    The link is changed by one rename, so whoever goes through it finds the old files or the new.
    The old ones stay until the next time, for whoever is on the way to them.

    Parameters
    ----------
    link : Path
        The link, or where there will be one, in a folder of ours.
    """
    remove_stale(link.parent)
    for folder in link.parent.glob(f"{link.name}-*"):
        if not link.is_symlink() or folder.name != link.readlink().name:
            remove(folder)
    staging = stage(link.parent)
    try:
        yield staging.folder
        # made here, so that it is listed: nobody else writes to this folder
        name = f"{link.name}-{secrets.token_hex(4)}"
        (staging.folder / _NEXT_LINK).symlink_to(name)
        staging.keep_as(link.parent / name)
        os.replace(link.parent / name / _NEXT_LINK, link)
    finally:
        staging.discard()


def point(link: Path, target: str) -> None:
    """Let a link lead to a target, by one rename. Only one process at a time may do it.

    Parameters
    ----------
    link : Path
        The link, which may be there already; a plain file there is replaced.
    target : str
        Where to, from the link's folder.
    """
    via = link.with_name(f".{link.name}{_NEXT_LINK}")
    via.unlink(missing_ok=True)
    via.symlink_to(target)
    os.replace(via, link)


def sync(paths: Collection[Path]) -> None:
    """Let the disk write files and folders now, so that not even a power cut undoes them."""
    for path in paths:
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _is_within(folder: Path, path: Path) -> bool:
    """Return whether a path lies in a folder, whatever links and dots are on its way."""
    return path.parent.resolve().is_relative_to(folder.resolve()) and path.name not in ("", "..")
