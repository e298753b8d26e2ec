"""Lines that tell whoever waits for a long build how far a long step has come."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import TypeVar

T = TypeVar("T")
#: Takes how many are done, of how many, and what they are. The step's own thread calls it.
Listener = Callable[[int, int, str], None]

#: A step announces itself about this many times.
N_ANNOUNCEMENTS = 4


def _print_line(done: int, total: int, label: str) -> None:
    # in the shape of dbt's own lines, among which it stands
    print(f"{datetime.now():%H:%M:%S}      {done} of {total} {label}", flush=True)


_listener: Listener = _print_line


@contextmanager
def heard_by(listener: Listener) -> Iterator[None]:
    """Hand announcements to a listener, instead of printing them.

    Parameters
    ----------
    listener : callable
        Called with the number done, the number in all and the label, in the step's own thread.
    """
    global _listener
    before, _listener = _listener, listener
    try:
        yield
    finally:
        _listener = before


def tell(done: int, total: int, label: str) -> None:
    """Tell once how far the calling thread's step has come."""
    _listener(done, total, label)


def announced(items: Iterable[T], total: int, label: str) -> Iterator[T]:
    """Yield items as they come, and tell now and then how many of them are done.

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
            _listener(done, total, label)
