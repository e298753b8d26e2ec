"""One import at a time; what a killed one left is finished or undone."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from analysis_py.imports.storing import settle_import
from analysis_py.runs.formats.contract import ImportProblem
from analysis_py.runtime.locks import lock_file


class ImportRunning(ImportProblem):
    """Another process is importing; the message says which."""


@contextmanager
def lock_imports(imports: Path) -> Iterator[None]:
    """Hold the lock of a folder of imports, and settle what a killed import left there.

    Raises
    ------
    ImportRunning
        If another process holds it.
    """
    lock = lock_file(imports.with_name(f".{imports.name}.lock"), _busy)
    try:
        settle_import(imports)
        yield
    finally:
        lock.release()


def settle_killed_import(imports: Path) -> None:
    """Settle what a killed import left, unless one is running or nothing can be written."""
    with suppress(ImportRunning, OSError), lock_imports(imports):
        pass


def _busy(who: str) -> ImportRunning:
    return ImportRunning(f"An import is going on: {who}. Wait until it has ended, or stop it.")
