"""Lines that show the progress of a long step of a build."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import TypeVar

T = TypeVar("T")

#: Approximate number of lines per step.
N_ANNOUNCEMENTS = 4


def print_progress(done: int, total: int, label: str) -> None:
    """Print the progress of a step in the format of dbt's own lines."""
    print(f"{datetime.now():%H:%M:%S}      {done} of {total} {label}", flush=True)


def iter_with_progress(items: Iterable[T], total: int, label: str) -> Iterator[T]:
    """Yield items and print now and then how many of the total are done."""
    step = max(1, -(-total // N_ANNOUNCEMENTS))
    for done, item in enumerate(items, start=1):
        yield item
        if done % step == 0 or done == total:
            print_progress(done, total, label)
