"""``llm-reassess init``: a new project."""

from __future__ import annotations

import argparse
import shutil
from pathlib import Path

from analysis_py.cli.errors import GOOD, MISUSED, CommandError

_DESCRIPTION = """\
Lay a project down in a new or empty folder: models, seeds, data, expectations, the explorer, all
that a build needs beside the installed package. What is laid down is yours to edit.
"""
_EPILOG = """\
exit codes: 0 laid down, 1 it failed, 2 called wrongly or the folder is not empty

example:
  llm-reassess init work && cd work && llm-reassess build
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.description, parser.epilog = _DESCRIPTION, _EPILOG
    parser.add_argument("folder", type=Path, metavar="DIR", help="where; made if need be")


def run(arguments: argparse.Namespace) -> int:
    """Copy the project's files."""
    from analysis_py.plumbing.project_files import copy, source

    folder = arguments.folder
    try:
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise CommandError(
                f"{folder} is not an empty folder; name one that is, or a new one", MISUSED
            )
        is_new = not folder.exists()
        try:
            files = copy(source(), folder)
        except BaseException:
            _remove_all(folder, is_new)
            raise
    except OSError as error:
        raise CommandError(str(error)) from error
    print(
        f"Laid down a project of {len(files)} files in {folder.absolute()}.\n"
        f"Next: cd {folder} && llm-reassess build"
    )
    return GOOD


def _remove_all(folder: Path, itself: bool) -> None:
    """Remove what has been laid down in a folder that was empty; half a project helps nobody."""
    for path in folder.iterdir() if folder.is_dir() else ():
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink()
    if itself and folder.is_dir():
        folder.rmdir()
