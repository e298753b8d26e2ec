"""Folders that the project writes anew, and nobody else's.

A folder of ours holds a marker, which lists the files that we have put there. Only those are ever
replaced or removed; whatever else lies there stays.
"""

import json
import os
import secrets
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from filelock import FileLock

from analysis_py.runtime.atomic import write_link, write_text

#: The file that says that a folder is ours, and what in it.
MARKER = ".llm_reassessment"
#: How the name of a folder begins in which something is written before it takes its place.
STAGING_PREFIX = ".staging-"


class ForeignFileError(Exception):
    """Something that the project has not made lies where it would write; the message says what."""


def mark(folder: Path, files: Iterable[str]) -> None:
    """Say in a folder that it is ours, and list our files, as paths relative to it."""
    write_text(folder / MARKER, json.dumps({"files": sorted(files)}, indent=1) + "\n")


def listed(folder: Path) -> set[str]:
    """Return the files that the marker of a folder lists; none where there is no marker."""
    try:
        return set(json.loads((folder / MARKER).read_text(encoding="utf-8"))["files"])
    except (OSError, ValueError, KeyError, TypeError):
        # what cannot be read lists nothing, and so nothing is removed
        return set()


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
    is_new = not folder.exists()
    _check_owned(folder)
    folder.mkdir(parents=True, exist_ok=True)
    try:
        for stale in folder.glob(f"{STAGING_PREFIX}*"):
            shutil.rmtree(stale, ignore_errors=True)
        with tempfile.TemporaryDirectory(prefix=STAGING_PREFIX, dir=folder) as staging:
            yield Path(staging)
            _install(Path(staging), folder)
    except BaseException:
        if is_new:
            with suppress(OSError):  # not empty
                folder.rmdir()
        raise


def _check_owned(folder: Path) -> None:
    if folder.exists() and not folder.is_dir():
        raise ForeignFileError(f"{folder} is a file. Name a new or an empty folder.")
    if not folder.exists() or (folder / MARKER).exists():
        return
    if found := sorted(path.name for path in folder.iterdir()):
        more = f" and {len(found) - 1} more" if len(found) > 1 else ""
        raise ForeignFileError(
            f"{folder} is not empty ({found[0]}{more}), and nothing says that this project has "
            f"written it. Name a new or an empty folder, or empty this one yourself."
        )


def _install(staging: Path, folder: Path) -> None:
    files = (path for path in staging.rglob("*") if path.is_file())
    before, new = listed(folder), {path.relative_to(staging).as_posix() for path in files}
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
    for name in sorted(before - new):
        if _is_within(folder, folder / name):
            (folder / name).unlink(missing_ok=True)
            with suppress(OSError):  # not empty
                (folder / name).parent.rmdir()
    mark(folder, new)


def _is_within(folder: Path, path: Path) -> bool:
    """Return whether a path lies in a folder, whatever links and dots are on its way."""
    return path.parent.resolve().is_relative_to(folder.resolve()) and path.name not in ("", "..")


@contextmanager
def relinked(link: Path) -> Iterator[Path]:
    """Give an empty folder; when the block ends well, a link leads to it instead of to its last.

    The link is changed by one rename, so whoever goes through it finds the old files or the new.
    The old ones stay until the next time, for whoever is on the way to them.

    Parameters
    ----------
    link : Path
        The link, or where there will be one, in a folder of ours. One process at a time writes;
        another waits for it.
    """
    with FileLock(link.with_name(f".{link.name}.lock")):
        last = link.readlink().name if link.is_symlink() else None
        for folder in link.parent.glob(f"{link.name}-*"):
            if folder.name != last:
                shutil.rmtree(folder)
        new = link.with_name(f"{link.name}-{secrets.token_hex(4)}")
        new.mkdir()
        try:
            yield new
            write_link(link, new.name)
        except BaseException:
            shutil.rmtree(new, ignore_errors=True)
            raise
