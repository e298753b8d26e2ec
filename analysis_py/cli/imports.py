"""``llm-reassess imports``: the imports and item results that there are."""

from __future__ import annotations

import argparse
import sys

from analysis_py.cli.errors import GOOD, CommandError

_DESCRIPTION = """\
List the imports and item results: name, day, records, what read them, title. The next build covers
them all.
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.description = _DESCRIPTION
    parser.epilog = (
        "exit codes: 0 listed, 1 an import is damaged, 2 called wrongly\n\n"
        "example:\n  llm-reassess imports"
    )


def run(arguments: argparse.Namespace) -> int:
    """Print a line per snapshot of an import."""
    from analysis_py.cli.printing import write_table
    from analysis_py.imports.storing import stored
    from analysis_py.runtime.project import imports_folder, items_folder
    from analysis_py.sources.csv_files import SnapshotError
    from analysis_py.statistics.items.storing import stored_items

    folder = imports_folder()
    try:
        found = stored(folder)
    except SnapshotError as error:
        raise CommandError(str(error)) from error
    answers = [
        (name, "", n_read, "items", "Answers to single items")
        for name, n_read in stored_items(items_folder()).items()
    ]
    if not found and not answers:
        print(f"{folder} holds no import; llm-reassess import PATH --name NAME brings one in")
        return GOOD
    rows = [
        (
            each.name,
            str(each.provenance.taken_on),
            each.provenance.row_count,
            each.adapter,
            each.provenance.title,
        )
        for each in found
    ]
    write_table(["name", "day", "records", "adapter", "title"], [*rows, *answers], sys.stdout)
    return GOOD
