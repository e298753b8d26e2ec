"""``llm-reassess init``: a new project."""

from __future__ import annotations

import argparse
from pathlib import Path

from analysis_py.cli.errors import GOOD
from analysis_py.cli.folders import filled

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
    from analysis_py.runtime.project_files import copy, source

    folder = arguments.folder
    with filled(folder):
        files = copy(source(), folder)
    print(
        f"Laid down a project of {len(files)} files in {folder.absolute()}.\n"
        f"Next: cd {folder} && llm-reassess build"
    )
    return GOOD
