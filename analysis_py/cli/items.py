"""``llm-reassess items``: results item by item, kept for the next build."""

from __future__ import annotations

import argparse
from pathlib import Path

from analysis_py.cli.errors import GOOD, MISUSED, CommandError

_DESCRIPTION = """\
Keep results that say of every model, benchmark and item how it was answered. The next build then
knows how sure scores and differences are, how well a benchmark tells models apart, and which items
larger models answer worse.
"""
_EPILOG = """\
exit codes: 0 kept, 1 a file cannot be used, 2 called wrongly

example:
  llm-reassess items answers.parquet more.csv --name answers

A record is a model, a benchmark, an item and a score from 0 to 1; a matrix has a row per model and
a column per item, or the other way round. docs/items.md names the other columns. What was kept
under the name before is replaced. A record that cannot be used is counted, and lies in
quality.quarantined_item_results. To be rid of all of it: llm-reassess forget NAME.
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.description, parser.epilog = _DESCRIPTION, _EPILOG
    parser.add_argument("files", type=_here, nargs="*", metavar="FILE", help=".csv or .parquet")
    parser.add_argument("--name", default="answers", help="what to keep them under (answers)")


def run(arguments: argparse.Namespace) -> int:
    """Store the files."""
    if not arguments.files:
        raise CommandError("name the files, such as answers.parquet", MISUSED)
    keep(arguments.files, arguments.name)
    print("Next: llm-reassess build")
    return GOOD


def _here(text: str) -> Path:
    """Return a path as it is meant where the command was called."""
    return Path(text).absolute()


def keep(files: list[Path], name: str) -> None:
    """Store files under a name, and say what has become of their records.

    Raises
    ------
    CommandError
        If the name or a file will not do, or the folder cannot be written.
    """
    from analysis_py.runtime.project import items_folder
    from analysis_py.sources.own_names import refused_name
    from analysis_py.statistics.items.long_files import ItemsError
    from analysis_py.statistics.items.storing import store_items

    if why := refused_name(name, is_import=False):
        raise CommandError(why)
    try:
        stored = store_items(files, name, items_folder())
    except (ItemsError, OSError) as error:
        raise CommandError(str(error)) from error
    print(
        f"Kept {stored.n_loaded:,} of {stored.n_read:,} item results in {stored.folder}; "
        f"{stored.n_quarantined:,} are in quarantine."
    )
