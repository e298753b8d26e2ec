"""The result of a check, and the location of a problem."""

from pathlib import Path
from typing import NamedTuple


class Findings(NamedTuple):
    """The scope of a check, such as "7 files", and its problems with place and remedy."""

    looked_at: str
    problems: tuple[str, ...] = ()


class Place(NamedTuple):
    """A file and the known position in it; ``line`` is the last line of a record."""

    file: Path
    row: int | None = None
    line: int | None = None
    column: str | None = None
    value: str | None = None

    def __str__(self) -> str:
        """Return the place in words, to be followed by a colon and the problem."""
        words = [str(self.file)]
        if self.row is not None:
            words.append(f"row {self.row}" + (f" (line {self.line})" if self.line else ""))
        if self.column is not None:
            words.append(f"column {self.column}")
        if self.value is not None:
            words.append(f"value {self.value!r}")
        return ", ".join(words)
