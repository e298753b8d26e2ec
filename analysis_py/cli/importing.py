"""``llm-reassess import``: results of one's own, whatever they are written in."""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path

from analysis_py.cli.errors import GOOD, CommandError

_DESCRIPTION = """\
Bring in a file or folder of results: it says what it recognised, what it understood and what it
left out, and writes one long table with provenance under imports/, which git ignores. The next
build has it as a board and a cohort of its own. An import of the same name and day is replaced.
"""
_EPILOG = """\
exit codes: 0 written, 1 nothing is recognised or no record can be used, 2 called wrongly

examples:
  llm-reassess import results/ --name mine --dry-run   # see what it would be, write nothing
  llm-reassess import results/ --name mine && llm-reassess build
  llm-reassess import scores.xlsx --name paper --unit percent --models models.csv
  llm-reassess import scores.csv --name judged --unit mt_bench=0-10

docs/imports.md lists the formats and shows how to write an adapter for another.
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.description, parser.epilog = _DESCRIPTION, _EPILOG
    parser.add_argument("path", type=Path, help="a file, or a folder with files below it")
    parser.add_argument("--name", required=True, help="what to call it: a-z, 0-9 and _")
    parser.add_argument(
        "--as-of", type=_day, default=date.today(), metavar="DATE", help="its day (today)"
    )
    parser.add_argument("--adapter", metavar="NAME", help="read all files with this adapter")
    parser.add_argument(
        "--unit",
        action="append",
        default=[],
        metavar="[NAME=]UNIT",
        help="share, percent, points or a scale such as 0-10: of one benchmark or column, which is "
        "then taken even if it would be left out, or, without NAME, of all shares and percentages",
    )
    parser.add_argument(
        "--models", type=Path, metavar="FILE", help="your own table of models; it wins over all"
    )
    parser.add_argument("--dry-run", action="store_true", help="say it all and write nothing")
    parser.add_argument(
        "--verbose", action="store_true", help="list all benchmarks, reasons, files and notes"
    )
    parser.add_argument("--title", help="one line that says what a record is")
    parser.add_argument("--producer", default="not stated", help="who measured")
    parser.add_argument("--source", help="where the results were found")
    parser.add_argument("--licence", default="not stated", help="on what terms")


def run(arguments: argparse.Namespace) -> int:
    """Read, say and write."""
    from analysis_py.imports import importing
    from analysis_py.imports.contract import ImportProblem
    from analysis_py.imports.storing import Words
    from analysis_py.sources.csv_files import SnapshotError

    words = Words(
        title=arguments.title or f"Results imported as {arguments.name}",
        producer=arguments.producer,
        source=arguments.source or f"local files: {arguments.path.name or 'a folder'}",
        licence=arguments.licence,
    )
    try:
        lines = importing.run(
            arguments.path,
            arguments.name,
            arguments.as_of,
            words,
            adapter=arguments.adapter,
            units=arguments.unit,
            models=arguments.models,
            is_dry_run=arguments.dry_run,
            is_verbose=arguments.verbose,
        )
    except (ImportProblem, SnapshotError, OSError) as error:
        raise CommandError(str(error)) from error
    print("\n".join(lines))
    return GOOD


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text} is no date such as 2025-06-01") from None
