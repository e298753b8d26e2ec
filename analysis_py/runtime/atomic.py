"""Replacement of files and links by one rename: readers find the former content or the new one."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

#: How the name of a file that is still being written begins.
PARTIAL_PREFIX = ".partial-"


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Give a path to write to; what lies there replaces a file when the block ends well.

    Parameters
    ----------
    path : Path
        The file, which may be there already. Its folder must be.

    Yields
    ------
    Path
        In the same folder, so that the replacement is one rename. Nothing of it stays if the
        block fails.
    """
    partial = path.with_name(f"{PARTIAL_PREFIX}{secrets.token_hex(8)}")
    try:
        yield partial
        os.replace(partial, path)
    finally:
        with suppress(OSError):
            partial.unlink(missing_ok=True)


def write_bytes(path: Path, content: bytes) -> None:
    """Write a file as a whole."""
    with replacing(path) as partial:
        partial.write_bytes(content)


def write_text(path: Path, text: str) -> None:
    """Write a file of UTF-8 text as a whole."""
    write_bytes(path, text.encode("utf-8"))


def write_link(link: Path, target: str | Path) -> None:
    """Let a link lead to a target, whatever file or link lies there.

    Parameters
    ----------
    link : Path
        The link.
    target : str or Path
        Where to, absolute or from the link's folder.
    """
    with replacing(link) as partial:
        partial.symlink_to(target)
