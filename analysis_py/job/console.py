"""Where the job speaks: one status line below all else, or lines where nobody watches."""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

from analysis_py.job.words import printable

#: Where nobody watches, a status is worth a line this often.
SECONDS_BETWEEN_LINES = 10.0
_ERASE = "\r\x1b[2K"


class Console:
    """Full lines, and the status of the job.

    On a terminal the status is one line, written over and over. Elsewhere it is a line of its own
    now and then.

    Parameters
    ----------
    stream : text stream
        Where to write.
    live : bool
        Whether it is a terminal.
    """

    def __init__(self, stream: TextIO, live: bool) -> None:
        self.stream = stream
        self.live = live
        self._status = ""
        self._last = time.monotonic()
        # re-entrant, because the handler of Ctrl-C may come while a line is being written
        self._lock = threading.RLock()

    def line(self, text: str = "") -> None:
        """Write a full line, or several, above the status."""
        # it may hold a value of somebody's file, which must not reach the terminal as it is
        shown = printable(text, keep="\n\t")
        with self._lock:
            self._write(f"{shown}\n", self._status)

    def status(self, text: str) -> None:
        """Show how far the job has come."""
        with self._lock:
            if self.live:
                self._write("", text)
            elif time.monotonic() - self._last >= SECONDS_BETWEEN_LINES:
                self.line(text)

    def clear(self) -> None:
        """Take the status away."""
        with self._lock:
            self._write("", "")

    def _write(self, lines: str, status: str) -> None:
        if self.live:
            # one column stays free, or the terminal would begin a new line
            shown = status[: self._columns() - 1]
            lines = f"{_ERASE}{lines}{shown}"
        self._status = status
        if lines:
            self._last = time.monotonic()
            self.stream.write(lines)
            self.stream.flush()

    def _columns(self) -> int:
        # not shutil's, which looks at standard output: that is a pipe now
        try:
            return os.get_terminal_size(self.stream.fileno()).columns or 80
        except OSError:
            return 80


@contextmanager
def console() -> Iterator[Console]:
    """Give a console on standard output.

    On a terminal, whatever else this process and its children print meanwhile comes out above the
    status, in full lines: their file descriptors are turned to a pipe, because a process that a
    fit has started writes past ``sys.stdout``.
    """
    if not sys.stdout.isatty():
        yield Console(sys.stdout, live=False)
        return
    sys.stdout.flush()
    sys.stderr.flush()
    caught = [stream.fileno() for stream in (sys.stdout, sys.stderr) if stream.isatty()]
    kept = {descriptor: os.dup(descriptor) for descriptor in caught}
    terminal = os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8", errors="replace")
    console = Console(terminal, live=True)
    reading, writing = os.pipe()
    for descriptor in caught:
        os.dup2(writing, descriptor)
    os.close(writing)
    reader = threading.Thread(target=_pass_on, args=(reading, console), daemon=True)
    reader.start()
    try:
        yield console
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        for descriptor, original in kept.items():
            os.dup2(original, descriptor)
            os.close(original)
        # the pipe ends here unless a child still holds it; it may then keep its last words
        reader.join(timeout=0.5)
        console.clear()


def _pass_on(descriptor: int, console: Console) -> None:
    with os.fdopen(descriptor, encoding="utf-8", errors="replace") as lines:
        for line in lines:
            console.line(line.rstrip("\n"))
