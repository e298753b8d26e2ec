"""``llm-reassess build``: the main job."""

from __future__ import annotations

import argparse
import os

from analysis_py.cli.errors import MISUSED, CommandError
from analysis_py.runtime.project import FRESH

_DESCRIPTION = """\
Build the warehouse from data/ and seeds/, then write the report and the documentation of models.

It says what it is at and how long it took last time, and ends with where to look. Nothing is
published unless every step and test of the build went well; until then the last good files stay.
A fit whose rows, settings and code are those of an earlier build is taken from warehouse/.fits.
With --only, an import is placed among the models of the boards, and nothing is published.
"""
_EPILOG = """\
exit codes: 0 all went well, 1 a step failed, 2 called wrongly, 130 interrupted by Ctrl-C

examples:
  llm-reassess build
  llm-reassess build --threads 4
  llm-reassess build --fresh                 # without what earlier builds have fitted
  llm-reassess build --no-report --no-docs   # the warehouse only
  llm-reassess build --no-build              # the report and the documentation only
  llm-reassess build --only mine             # the import mine against the boards, soon

dbt's own log is logs/dbt.log. Plain `dbt build` builds and publishes the warehouse too.
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.description, parser.epilog = _DESCRIPTION, _EPILOG
    parser.add_argument("--threads", type=positive, metavar="N", help="steps at a time")
    parser.add_argument("--no-build", action="store_true", help="take the warehouse as it is")
    parser.add_argument("--fresh", action="store_true", help="make every fit anew")
    parser.add_argument("--no-report", action="store_true", help="write no report")
    parser.add_argument("--no-docs", action="store_true", help="write no documentation")
    parser.add_argument(
        "--only", metavar="NAME", help="an import against the boards, without their statistics"
    )
    parser.add_argument("--verbose", action="store_true", help="show dbt's lines and tracebacks")


def run(arguments: argparse.Namespace) -> int:
    """Run the job."""
    asked = dict(vars(arguments))
    if asked.pop("fresh"):
        os.environ[FRESH] = "1"
    name = asked.pop("only")
    if name is not None:
        if asked["no_build"] or asked["no_report"] or asked["no_docs"]:
            raise CommandError("--only writes neither report nor documentation", MISUSED)
        from analysis_py.build.build_selection import main as place

        return place(name, arguments.threads, arguments.verbose)
    from analysis_py.build.run import Options, main

    return main(Options(**asked))


def positive(text: str, least: int = 1) -> int:
    """Return the whole number from 1 up that an option is given, or refuse it."""
    if not text.isdecimal() or int(text) < least:
        raise argparse.ArgumentTypeError(f"{text} is not a whole number from {least} up")
    return int(text)
