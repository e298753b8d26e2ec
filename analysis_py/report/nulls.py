"""Nulls of SQL in templates: every operation gives null again, and print says so in words."""

from collections.abc import Iterator
from typing import Any, Self


class Null:
    """What a page has instead of a number or a text that the warehouse does not know.

    As in SQL, arithmetic with it gives it again and no comparison with it holds. It is false
    and empty, and equals None.
    """

    def __str__(self) -> str:
        """Return what a reader sees."""
        return "not known"

    def __format__(self, _: str) -> str:
        """Return the same in any format of numbers."""
        return str(self)

    def __len__(self) -> int:
        """Return 0, so that it is false, too."""
        return 0

    def __iter__(self) -> Iterator[Any]:
        """Yield nothing."""
        return iter(())

    def __eq__(self, other: object) -> bool:
        """Tell whether the other is null, for filters of templates."""
        return other is None or isinstance(other, Null)

    def __hash__(self) -> int:
        """Return the hash of what it equals."""
        return hash(None)

    def _same(self, *_: object) -> Self:
        return self

    def _never(self, _: object) -> bool:
        return False

    __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = __getitem__ = _same
    __truediv__ = __rtruediv__ = __neg__ = __abs__ = __round__ = _same
    __lt__ = __le__ = __gt__ = __ge__ = _never


NULL = Null()
