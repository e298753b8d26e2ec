"""Lines that tell whoever waits for a long build how far a long step has come."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import TypeVar

T = TypeVar("T")

#: A step announces itself about this many times.
N_ANNOUNCEMENTS = 4


def announced(items: Iterable[T], total: int, label: str) -> Iterator[T]:
    """Yield items as they come, and print now and then how many of them are done.

    Parameters
    ----------
    items : iterable
        What is worked through.
    total : int
        How many there are.
    label : str
        What they are, such as ``"cohorts embedded"``.
    """
    step = max(1, -(-total // N_ANNOUNCEMENTS))
    for done, item in enumerate(items, start=1):
        yield item
        if done % step == 0 or done == total:
            # in the shape of dbt's own lines, among which it stands
            print(f"{datetime.now():%H:%M:%S}      {done} of {total} {label}", flush=True)
