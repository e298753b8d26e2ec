"""``llm-reassess report``: the report of a published file."""

from __future__ import annotations

import argparse
import time
from pathlib import Path

from analysis_py.cli.errors import GOOD, CommandError
from analysis_py.cli.published import database_errors
from analysis_py.runtime.project import warehouse_folder

_DESCRIPTION = """\
Write the report of a published file as pages that open from disk. `llm-reassess build` writes it
too; this takes the published file as it is.
"""
_EPILOG = """\
exit codes: 0 written, 1 it failed, 2 called wrongly

examples:
  llm-reassess report
  llm-reassess report --output site
  llm-reassess report --pdf                              # the front page and some others
  llm-reassess report --pdf index claims                 # these pages
  llm-reassess report --warehouse elsewhere/warehouse   # needs no project
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.description, parser.epilog = _DESCRIPTION, _EPILOG
    parser.add_argument(
        "--warehouse", type=Path, metavar="DIR", help="folder of the published file (the project's)"
    )
    parser.add_argument(
        "--output", type=Path, metavar="DIR", help="folder to write (report, in that of the file)"
    )
    parser.add_argument(
        "--pdf",
        nargs="*",
        metavar="PAGE",
        help="print these pages as a PDF beside the folder, by an installed Chromium",
    )


def run(arguments: argparse.Namespace) -> int:
    """Write the report and say where to look."""
    from analysis_py.report import ReportError, build
    from analysis_py.report.paper import DEFAULT_PAGES, print_pages

    start = time.perf_counter()
    try:
        with database_errors():
            front = build(arguments.warehouse or warehouse_folder(), arguments.output, say=print)
        if arguments.pdf is not None:
            print("printing")
            pdf = print_pages(front.parent, tuple(arguments.pdf) or DEFAULT_PAGES)
            print(f"Printed {pdf} ({pdf.stat().st_size / 1e6:.1f} MB).")
    except ReportError as error:
        raise CommandError(str(error)) from error
    size = sum(path.stat().st_size for path in front.parent.rglob("*") if path.is_file())
    seconds = time.perf_counter() - start
    print(f"Open {front} in a browser ({size / 1e6:.1f} MB, written in {seconds:.0f} s).")
    return GOOD
