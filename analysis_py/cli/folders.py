"""New folders that a command fills."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from analysis_py.cli.errors import MISUSED, CommandError


@contextmanager
def fill_folder(folder: Path) -> Iterator[None]:
    """Create a folder for the block or take an empty one; empty it if the block fails."""
    missing = [path for path in (folder, *folder.parents) if not path.exists()]
    try:
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise CommandError(f"{folder} is not an empty folder; give a new or empty one", MISUSED)
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CommandError(f"cannot create {folder}: {error.strerror}") from error
    try:
        yield
    except BaseException as error:
        import shutil

        for path in folder.iterdir():
            shutil.rmtree(path, ignore_errors=True) if path.is_dir() else path.unlink()
        for path in missing:
            with suppress(OSError):
                path.rmdir()
        if isinstance(error, OSError):
            raise CommandError(f"cannot write {folder}: {error}") from error
        raise
