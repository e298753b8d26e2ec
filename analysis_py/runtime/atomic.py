"""Replacement of files and folders by a rename: readers find the old content or the new."""

import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

#: Prefix of a file that is being written.
PARTIAL_PREFIX = ".partial-"


def write_bytes(path: Path, content: bytes) -> None:
    """Write a file as a whole, replacing any earlier one."""
    partial = path.with_name(f"{PARTIAL_PREFIX}{secrets.token_hex(8)}")
    try:
        partial.write_bytes(content)
        os.replace(partial, path)
    finally:
        with suppress(OSError):
            partial.unlink(missing_ok=True)


def write_text(path: Path, text: str) -> None:
    """Write a file of UTF-8 text as a whole."""
    write_bytes(path, text.encode("utf-8"))


@contextmanager
def replace_folder(final: Path) -> Iterator[Path]:
    """Yield an empty folder that takes the place of another at the end of a good block.

    A killed run leaves at most half a folder or, between two renames, the last good folder under
    another name; the next run clears both.

    The folder need not be there, and one process at a time replaces it.
    """
    partial, former = (final.with_name(f".{final.name}.{end}") for end in ("partial", "former"))
    if former.exists() and not final.exists():
        former.rename(final)
    for leftover in (partial, former):
        shutil.rmtree(leftover, ignore_errors=True)
    partial.mkdir(parents=True)
    try:
        yield partial
    except BaseException:
        shutil.rmtree(partial, ignore_errors=True)
        raise
    place_folder(partial, final, former)


def place_folder(partial: Path, final: Path, former: Path) -> None:
    """Put a whole folder in the place of another, which is called ``former`` meanwhile."""
    final.parent.mkdir(parents=True, exist_ok=True)
    if final.exists():
        shutil.rmtree(former, ignore_errors=True)
        final.rename(former)
    partial.rename(final)
    shutil.rmtree(former, ignore_errors=True)
