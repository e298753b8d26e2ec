"""Ctrl-C: an end at once, with a message and the exit code that shells expect."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from analysis_py.job import outcome
from analysis_py.job.console import Console


@contextmanager
def stopped_at_once(console: Console, warehouse: Path) -> Iterator[None]:
    """End the process at once when it is interrupted or told to terminate.

    dbt would wait for the fits that run, and some take a minute. Nothing needs unwinding: what is
    published changes by renames only, and the next build takes up the build database as it finds
    it, as after a power cut.

    Parameters
    ----------
    console : Console
        Where to say so.
    warehouse : Path
        The folder of published files.
    """

    def stop(number: int, _frame: object) -> None:
        console.line(f"Interrupted. {outcome.last_good(warehouse)}")
        console.clear()
        os._exit(128 + number)

    numbers = (signal.SIGINT, signal.SIGTERM)
    before = [signal.signal(number, stop) for number in numbers]
    try:
        yield
    finally:
        for number, handler in zip(numbers, before, strict=True):
            signal.signal(number, handler)
