"""Atomic replacement of a folder."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def replaced(final: Path, beside: Path) -> Iterator[Path]:
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
