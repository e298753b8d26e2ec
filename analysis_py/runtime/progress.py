"""Lines that show the progress of a long step of a build."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import TypeVar

T = TypeVar("T")

#: A step announces itself about this many times.
N_ANNOUNCEMENTS = 4


def print_progress(done: int, total: int, label: str) -> None:
    """Tell once how far a step has come, in the shape of dbt's own lines, among which it stands."""
    print(f"{datetime.now():%H:%M:%S}      {done} of {total} {label}", flush=True)


def iter_with_progress(items: Iterable[T], total: int, label: str) -> Iterator[T]:
    """Yield items as they come, and tell now and then how many of the total are done."""
    step = max(1, -(-total // N_ANNOUNCEMENTS))
    for done, item in enumerate(items, start=1):
        yield item
        if done % step == 0 or done == total:
            print_progress(done, total, label)
