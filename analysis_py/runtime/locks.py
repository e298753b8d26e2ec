"""Locks that one process at a time holds; the kernel frees them when it ends, however it ends."""

import os
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from filelock import FileLock, Timeout


def lock_file(path: Path, busy: Callable[[str], Exception]) -> FileLock:
    """Lock a file and note the holder in it.

    Raises
    ------
    Exception
        What ``busy`` makes of the holder in words, if another process has the lock.
    """
    # dbt calls from several threads
    lock = FileLock(path, timeout=0, thread_local=False, fallback_to_soft=False)
    try:
        lock.acquire()
    except Timeout:
        process, _, since = path.read_text(encoding="utf-8").partition(" ")
        who = f"process {process}, which began at {since}" if since else "another process"
        raise busy(who) from None
    path.write_text(f"{os.getpid()} {datetime.now():%H:%M:%S}", encoding="utf-8")
    return lock
