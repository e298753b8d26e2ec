"""Progress of a build: one live line on a terminal, a plain line now and then elsewhere."""

import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

from rich.console import Console
from rich.status import Status
from rich.text import Text

from analysis_py.runtime.formatting import format_duration, printable

#: Seconds between two lines where there is no terminal.
SECONDS_BETWEEN_LINES = 10.0


class Progress:
    """The steps of a build that are done and running; any thread may call its methods.

    Parameters
    ----------
    stream : text stream, optional
        Where to write; standard output by default.
    """

    def __init__(self, stream: TextIO | None = None) -> None:
        self._console = Console(file=stream or sys.stdout, markup=False, highlight=False)
        self._live: Status | None = None
        self._began = time.monotonic()
        self._n_steps = self._n_done = 0
        #: What each running step does, by its key, and by its thread how far it has come.
        self._running: dict[str, str] = {}
        self._threads: dict[int, str] = {}
        self._details: dict[str, str] = {}
        self._lock = threading.RLock()

    @property
    def elapsed(self) -> float:
        """Seconds since the build began."""
        return time.monotonic() - self._began

    def line(self, text: str = "") -> None:
        """Write a full line, or several, above the progress."""
        # it may hold a value of somebody's file, which must not reach the terminal as it is
        with self._lock:
            self._console.print(Text(printable(text, keep="\n\t")), soft_wrap=True)

    def plan(self, n_steps: int) -> None:
        """Take note of how many steps there are."""
        self._n_steps = n_steps

    def start(self, key: str, description: str) -> None:
        """Take note that the calling thread has begun a step."""
        with self._lock:
            self._running[key] = description
            self._threads[threading.get_ident()] = key

    def finish(self, key: str) -> None:
        """Take note that a step has ended."""
        with self._lock:
            self._running.pop(key, None)
            self._details.pop(key, None)
            self._n_done += 1

    def announce(self, done: int, total: int, label: str) -> None:
        """Show how far the calling thread's step has come."""
        self.tell(f"{done} of {total} {label}")

    def tell(self, detail: str) -> None:
        """Show what the calling thread's step is at."""
        with self._lock:
            if (key := self._threads.get(threading.get_ident())) in self._running:
                self._details[key] = detail

    def status(self) -> str:
        """Return how far the build has come, in one line, the longest running step first."""
        with self._lock:
            doing = [
                f"{description} ({self._details[key]})" if key in self._details else description
                for key, description in self._running.items()
            ]
            counted = f"{self._n_done} of {self._n_steps} steps, " if self._n_steps else ""
            now = "; ".join(doing) or ("publishing" if self._n_done else "reading the project")
            return f"{counted}{format_duration(self.elapsed)}: {now}"

    @contextmanager
    def shown(self) -> Iterator[None]:
        """Show the status until the block ends."""
        ended = threading.Event()
        if self._console.is_terminal:
            self._live = self._console.status("")
            self._live.start()
        threading.Thread(target=self._keep_telling, args=[ended], daemon=True).start()
        try:
            yield
        finally:
            ended.set()
            self.clear()

    def clear(self) -> None:
        """Take the status away; the terminal is as it was."""
        if self._live:
            self._live.stop()

    def _keep_telling(self, ended: threading.Event) -> None:
        while not ended.wait(0.5 if self._live else SECONDS_BETWEEN_LINES):
            if self._live:
                self._live.update(Text(self.status(), no_wrap=True, overflow="ellipsis"))
            else:
                self.line(f"{time.strftime('%H:%M:%S')}  {self.status()}")
