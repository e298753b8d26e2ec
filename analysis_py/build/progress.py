"""Progress of a build: one live line on a terminal, plain lines elsewhere."""

import json
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TextIO

from rich.console import Console
from rich.live import Live
from rich.text import Text

from analysis_py.runtime.atomic import write_text
from analysis_py.runtime.formatting import format_duration, printable

#: Where there is no terminal, the status is a line this often.
SECONDS_BETWEEN_LINES = 10.0
#: Where the last build left how long it took, in dbt's target folder.
RECORD_NAME = "last_build.json"


class Progress:
    """The progress of a build: steps done, running and to come.

    Its methods may be called from any thread.

    Parameters
    ----------
    stream : text stream, optional
        Where to write; standard output by default.
    """

    def __init__(self, stream: TextIO | None = None) -> None:
        self._console = Console(file=stream or sys.stdout, markup=False, highlight=False)
        self._live: Live | None = None
        self._began = time.monotonic()
        self._n_steps = self._n_done = 0
        #: What each running step does, and how far it has come, by its key.
        self._running: dict[str, str] = {}
        self._details: dict[str, str] = {}
        self._threads: dict[int, str] = {}
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
        with self._lock:
            self._n_steps = n_steps

    def start(self, key: str, description: str) -> None:
        """Take note that the calling thread has begun a step."""
        with self._lock:
            self._running[key] = description
            self._threads[threading.get_ident()] = key

    def finish(self, key: str, *, is_planned: bool = True) -> None:
        """Take note that a step has ended."""
        with self._lock:
            self._running.pop(key, None)
            self._details.pop(key, None)
            self._n_done += is_planned

    @contextmanager
    def step(self, description: str) -> Iterator[None]:
        """Show a step that is not one of those planned, until the block ends."""
        if not self._console.is_terminal:
            self.line(f"{time.strftime('%H:%M:%S')}  {description[0].upper()}{description[1:]}")
        self.start(description, description)
        try:
            yield
        finally:
            self.finish(description, is_planned=False)

    def announce(self, done: int, total: int, label: str) -> None:
        """Show how far the calling thread's step has come."""
        self.tell(f"{done} of {total} {label}")

    def tell(self, detail: str) -> None:
        """Show what the calling thread's step is at."""
        with self._lock:
            if (key := self._threads.get(threading.get_ident())) in self._running:
                self._details[key] = detail

    def status(self) -> str:
        """Return how far the build has come, in one line."""
        with self._lock:
            # the longest running first; two tests of one table are one thing to a reader
            doing = dict.fromkeys(
                f"{description} ({self._details[key]})" if key in self._details else description
                for key, description in self._running.items()
            )
            counted = f"{self._n_done} of {self._n_steps} steps, " if self._n_steps else ""
            now = "; ".join(doing) or "getting ready"
            return f"{counted}{format_duration(self.elapsed)}: {now}"

    @contextmanager
    def shown(self) -> Iterator[None]:
        """Keep the status on the last line of a terminal, until the block ends.

        Where there is no terminal, the status is a line now and then.
        """
        if not self._console.is_terminal:
            ended = threading.Event()
            threading.Thread(target=self._keep_telling, args=[ended], daemon=True).start()
            try:
                yield
            finally:
                ended.set()
            return

        def render() -> Text:
            return Text(self.status(), no_wrap=True, overflow="ellipsis")

        live = Live(
            console=self._console, get_renderable=render, transient=True, refresh_per_second=2
        )
        with live:
            self._live = live
            yield

    def clear(self) -> None:
        """Take the status away; the terminal is as it was."""
        if self._live:
            self._live.stop()

    def _keep_telling(self, ended: threading.Event) -> None:
        while not ended.wait(SECONDS_BETWEEN_LINES):
            self.line(f"{time.strftime('%H:%M:%S')}  {self.status()}")


def last_duration(target: Path) -> float | None:
    """Return the seconds that the last whole build took; None where nothing is known."""
    try:
        return float(json.loads((target / RECORD_NAME).read_text(encoding="utf-8"))["seconds"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def record_duration(target: Path, seconds: float) -> None:
    """Leave how long a whole build took for the next one."""
    # a full disk costs the record, not this build
    with suppress(OSError):
        write_text(target / RECORD_NAME, json.dumps({"seconds": round(seconds, 1)}) + "\n")
