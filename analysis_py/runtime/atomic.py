"""Replacement of files, links and folders by a rename: readers find the old content or the new."""

import os
import secrets
import shutil
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


@contextmanager
def replacing_folder(final: Path, beside: Path) -> Iterator[Path]:
    """Yield an empty folder that takes the place of another at the end of a good block.

    A run that was killed leaves at most what the next one clears away first: half a folder, or,
    between two renames, the last good one under another name.

    Parameters
    ----------
    final : Path
        The folder to replace; it need not be there.
    beside : Path
        On the same disk: the start of the path under which the new and the old one lie meanwhile.
    """
    partial, former = (beside.with_name(f"{beside.name}.{end}") for end in ("partial", "former"))
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
    final.parent.mkdir(parents=True, exist_ok=True)
    if final.exists():
        final.rename(former)
    partial.rename(final)
    shutil.rmtree(former, ignore_errors=True)
