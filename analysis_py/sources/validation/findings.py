"""The result of a check, and the location of a problem."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Findings:
    """The number of things that a check looked at, and the problems that it found.

    Attributes
    ----------
    looked_at : str
        Such as "7 files, 12,061 records".
    problems : tuple of str
        Each says where, what, and what to do; empty if all is in order.
    """

    looked_at: str
    problems: tuple[str, ...] = ()


@dataclass(frozen=True)
class Place:
    """A file, and as much as is known of where in it.

    Attributes
    ----------
    row : int or None
        1 for the first record below the header, as in ``quality.quarantined_rows``.
    line : int or None
        The line of the file on which that record ends.
    """

    file: Path
    row: int | None = None
    line: int | None = None
    column: str | None = None
    value: str | None = None

    def __str__(self) -> str:
        """Return the place in words, ready for a colon and what is wrong there."""
        words = [str(self.file)]
        if self.row is not None:
            words.append(f"row {self.row}" + (f" (line {self.line})" if self.line else ""))
        if self.column is not None:
            words.append(f"column {self.column}")
        if self.value is not None:
            words.append(f"value {self.value!r}")
        return ", ".join(words)
