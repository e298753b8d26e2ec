"""The build database: a cache that any build can make anew, so a damaged one stops nothing."""

from __future__ import annotations

import os
from pathlib import Path

import duckdb

#: What DuckDB says when a file is no database any more, or not all of it.
_DAMAGE = ("not a valid DuckDB database file", "Could not read enough bytes", "Corrupt database")


def is_damage(message: str) -> bool:
    """Return whether DuckDB says that a file is damaged, and not that it is locked or absent."""
    return any(words in message for words in _DAMAGE)


def set_aside_if_damaged(path: Path) -> Path | None:
    """Move a build database that cannot be opened out of the way, so that a new one is made.

    It is kept, under another name, since nobody has looked at it yet.

    Returns
    -------
    Path or None
        Where it lies now; None if nothing had to be done.
    """
    if not path.is_file():
        return None
    try:
        duckdb.connect(str(path), read_only=True).close()
    except duckdb.Error as error:
        if not is_damage(str(error)):
            return None
        aside = path.with_name(f"{path.name}.damaged")
        os.replace(path, aside)
        # it belongs to the damaged file, and would be replayed into the new one
        path.with_name(f"{path.name}.wal").unlink(missing_ok=True)
        return aside
    return None
