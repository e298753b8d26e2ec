"""A lock on a file: one process holds it, and the kernel frees it when that process ends.

Whatever ends the process, ``kill -9`` or a power cut included, no stale lock is left behind. The
file itself stays; it is the kernel that knows who holds it.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TextIO

if sys.platform != "win32":
    import fcntl


class LockedError(Exception):
    """Somebody else holds the lock.

    Attributes
    ----------
    note : str
        What the holder has written into the file; empty if nothing.
    """

    def __init__(self, path: Path, note: str) -> None:
        super().__init__(f"{path}: locked. {note}".strip())
        self.note = note


class Lock:
    """A lock that is held until it is released, or until the process ends.

    :func:`lock` makes one.
    """

    def __init__(self, path: Path, file: TextIO) -> None:
        self.path = path
        self._file = file

    def is_in_place(self) -> bool:
        """Return whether the path still leads to the locked file.

        Where it does not, somebody has removed the file, and others may hold a lock on a new one.
        """
        try:
            return os.path.samestat(self.path.stat(), os.fstat(self._file.fileno()))
        except FileNotFoundError:
            return False

    def release(self) -> None:
        """Let others have it."""
        self._file.close()


def lock(path: Path, note: str = "") -> Lock:
    """Lock a file, which is made if there is none.

    Parameters
    ----------
    path : Path
        The file. It should hold nothing but a note.
    note : str
        What others are told while the lock is held.

    Raises
    ------
    LockedError
        If it is held already, by another process or by this one.
    OSError
        If the file cannot be written, or its file system or operating system has no locks.
    """
    if sys.platform == "win32":
        raise OSError("Windows has no locks that end with their process; build in WSL")
    while True:
        # closed by exec, so no worker process holds it on
        file = path.open("a+", encoding="utf-8")
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            with file:
                raise LockedError(path, file.read().strip()) from None
        except OSError:
            file.close()
            raise
        held = Lock(path, file)
        # it may have been removed between opening and locking
        if held.is_in_place():
            file.truncate(0)
            file.write(note)
            file.flush()
            return held
        held.release()
