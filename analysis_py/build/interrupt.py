"""Ctrl-C and its like: an end at once, with a message and the exit code that shells expect."""

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

# When it is imported, it takes the signal of Ctrl-C so that whatever waits goes on waiting, and
# Python's own handler comes to nothing. So it has to come first.
import polars  # noqa: F401

from analysis_py.build import outcome
from analysis_py.build.progress import Progress
from analysis_py.runtime.processes import start_trackers


@contextmanager
def stopped_at_once(progress: Progress, warehouse: Path) -> Iterator[None]:
    """End the process at once when it is interrupted, told to terminate, or loses its terminal.

    dbt would wait for the fits that run, and some take a minute. Nothing needs unwinding: what is
    published changes by renames only, and the next build takes up the build database as it finds
    it, as after a power cut. The processes that work for this one see that it has ended
    (:mod:`analysis_py.runtime.processes`).

    Parameters
    ----------
    progress : Progress
        Where to say so.
    warehouse : Path
        The folder of published files.
    """

    def stop(number: int, _frame: object) -> None:
        # the terminal may be gone, and a message must not keep the process alive
        try:
            with suppress(Exception):
                progress.clear()
                progress.line(f"Interrupted. {outcome.last_good(warehouse)}")
        finally:
            os._exit(128 + number)

    start_trackers()
    # started with nohup, it outlives its terminal; Windows knows no such signal
    numbers = [signal.SIGINT, signal.SIGTERM]
    if hasattr(signal, "SIGHUP") and signal.getsignal(signal.SIGHUP) != signal.SIG_IGN:
        numbers.append(signal.SIGHUP)
    before = [signal.signal(number, stop) for number in numbers]
    try:
        yield
    finally:
        for number, handler in zip(numbers, before, strict=True):
            signal.signal(number, handler)
