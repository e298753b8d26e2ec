"""``llm-reassess snapshot``: the provenance of a new file of data."""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path

from analysis_py.cli.errors import GOOD, CommandError

_DESCRIPTION = """\
Count and hash a snapshot file and write its provenance beside it: where the facts come from, and
the checksum by which a build knows that they are unchanged. Write it anew whenever you change the
file.
"""
_EPILOG = """\
exit codes: 0 written, 1 the file cannot be used, 2 called wrongly

example:
  llm-reassess snapshot data/openllm_v2/2025-06-01.csv --title "One row per evaluation" \\
      --producer "Hugging Face" --source "https://…" --licence "Apache-2.0"
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.description, parser.epilog = _DESCRIPTION, _EPILOG
    parser.add_argument(
        "file",
        type=Path,
        help="the snapshot, named data/<source>/<date>.csv, or claims/<paper>/claims.csv",
    )
    parser.add_argument("--title", required=True, help="one line that says what a row is")
    parser.add_argument("--producer", required=True, help="who published the facts")
    parser.add_argument("--source", required=True, help="where they were found")
    parser.add_argument("--licence", required=True, help="on what terms")
    parser.add_argument(
        "--taken-on",
        type=date.fromisoformat,
        metavar="DATE",
        help="day of the paper, for its claims; any other file says it in its name",
    )
    parser.add_argument("--notes", default="", help="known defects of the file")


def run(arguments: argparse.Namespace) -> int:
    """Write the provenance file."""
    from analysis_py.sources.provenance import SnapshotError, write_provenance

    words = vars(arguments)
    file = words.pop("file")
    try:
        path = write_provenance(file, **words)
    except SnapshotError as error:
        raise CommandError(str(error)) from error
    except UnicodeDecodeError as error:
        raise CommandError(f"{file} is not UTF-8 ({error}); save it as UTF-8 first") from error
    print(f"wrote {path}")
    return GOOD
