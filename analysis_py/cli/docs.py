"""``llm-reassess docs``: the documentation of models alone."""

from __future__ import annotations

import argparse

_DESCRIPTION = """\
Write the documentation of every model and column, with their lineage, as one page that opens from
disk: dbt_docs.html beside the published file. `llm-reassess build` writes it too.
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.description = _DESCRIPTION
    parser.epilog = "exit codes: 0 written, 1 it failed, 2 called wrongly"
    parser.add_argument("--verbose", action="store_true", help="show dbt's lines and tracebacks")


def run(arguments: argparse.Namespace) -> int:
    """Run that part of the main job."""
    from analysis_py.build.run import Options, main

    return main(Options(no_build=True, no_report=True, verbose=arguments.verbose))
