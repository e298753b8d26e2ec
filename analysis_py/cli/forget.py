"""``llm-reassess forget``: remove an import, or item results."""

from __future__ import annotations

import argparse

from analysis_py.cli.errors import GOOD, CommandError

_DESCRIPTION = """\
Remove an import with all its days, or item results, from imports/. What it was made of stays where
it is; its rows are gone from the warehouse with the next build.
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.description = _DESCRIPTION
    parser.epilog = (
        "exit codes: 0 removed, 1 there is none of that name, 2 called wrongly\n\n"
        "example:\n  llm-reassess forget mine && llm-reassess build"
    )
    parser.add_argument("name", help="as `llm-reassess imports` lists it")


def run(arguments: argparse.Namespace) -> int:
    """Remove the folders of that name."""
    from analysis_py.imports.contract import ImportProblem
    from analysis_py.imports.storing import forget
    from analysis_py.runtime.project import imports_folder

    try:
        files = forget(imports_folder(), arguments.name)
    except ImportProblem as error:
        raise CommandError(str(error)) from error
    print(f"removed {len(files)} file(s) of {arguments.name}; next: llm-reassess build")
    return GOOD
