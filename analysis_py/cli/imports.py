"""``llm-reassess import``: results of one's own."""

import sys
from datetime import datetime
from pathlib import Path
from typing import Any

import click
from click import argument, option

from analysis_py.cli.commands import PATH, command
from analysis_py.cli.errors import FAILED, GOOD, MISUSED, CommandError


@command("import")
@argument("path", type=PATH, required=False)
@option("--name", help="Name of the import: a-z, 0-9 and _.")
@option(
    "--as-of",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DATE",
    help="Date of the results (default: today).",
)
@option(
    "--unit",
    "units",
    multiple=True,
    metavar="[NAME=]UNIT",
    help="Unit of the scores: share, percent, points or a scale such as 0-10. With NAME=, of that "
    "benchmark or column only, which is then always read.",
)
@option("--dry-run", "is_dry_run", is_flag=True, help="Show what would be imported; write nothing.")
@option("--title", help="One-line title of the import.")
@option("--producer", default="not stated", help="Who measured the scores.")
@option("--source", help="Where the results were found.")
@option("--licence", default="not stated", help="Licence of the results.")
@option("--list", "is_list", is_flag=True, help="List the imports.")
@option("--remove", metavar="NAME", help="Remove an import, with all its dates.")
def import_results(
    path: Path | None, name: str | None, is_list: bool, remove: str | None, **words: Any
) -> int:
    """Import your own results: scores, and answers to single items.

    PATH is a file or a folder of results in a common format (docs/imports.md lists them). The
    command shows what it read and what it left out, and writes the import to imports/. The next
    build treats it as a leaderboard and cohort of its own. It replaces an import of the same name
    and date.

    exit codes: 0 written, 1 nothing recognised or no usable record, 2 usage error

    for example:
      llm-reassess import results/ --name mine --dry-run   # write nothing
      llm-reassess import results/ --name mine && llm-reassess build
      llm-reassess import scores.csv --name paper --unit percent
      llm-reassess import scores.csv --name judged --unit mt_bench=0-10
      llm-reassess import --list
      llm-reassess import --remove mine
    """
    from analysis_py.imports.locking import lock_imports, settle_killed_import
    from analysis_py.runtime.project import imports_folder

    if is_list:
        settle_killed_import(imports_folder())
        return _list()
    if remove is not None:
        from analysis_py.imports.storing import remove_import

        with lock_imports(imports_folder()):
            files = remove_import(imports_folder(), remove)
        print(f"Removed {len(files)} file(s) of {remove}. Next: llm-reassess build")
        return GOOD
    if path is None or name is None:
        raise CommandError("give a path and a name: PATH --name NAME", MISUSED)
    with lock_imports(imports_folder()):
        return _import(path, name, **words)


def _import(
    path: Path,
    name: str,
    as_of: datetime | None,
    title: str | None,
    source: str | None,
    producer: str,
    licence: str,
    **options: Any,
) -> int:
    """Import a path and print the summary."""
    from analysis_py.imports import importing
    from analysis_py.imports.storing import Words

    title = title or f"Results imported as {name}"
    source = source or f"local files: {path.name or 'a folder'}"
    words = Words(title, producer, source, licence)
    day = (as_of or datetime.now()).date()
    print("\n".join(importing.run(path, name, day, words, **options)))
    return GOOD


def _list() -> int:
    """List each import and item results: name, day, records, what read them, title."""
    from analysis_py.cli.printing import write_table
    from analysis_py.imports.item_storing import count_stored_items
    from analysis_py.imports.storing import list_imports
    from analysis_py.runtime.project import imports_folder, items_folder

    folder = imports_folder()
    stored = list_imports(folder)
    rows: list[tuple[Any, ...]] = [
        (
            each.name,
            str(each.provenance.taken_on),
            each.provenance.row_count,
            each.adapter,
            each.provenance.title,
        )
        for each in stored
    ]
    rows += [
        (name, "", n_read, "items", "Answers to single items")
        for name, n_read in count_stored_items(items_folder()).items()
    ]
    if not rows:
        print(f"No imports in {folder}. Add one: llm-reassess import PATH --name NAME")
        return GOOD
    write_table(["name", "day", "records", "adapter", "title"], rows, sys.stdout)
    for each in stored:
        if not each.is_whole:
            print(
                f"{each.path} was changed after the import. Import {each.name} again, or remove "
                f"it: llm-reassess import --remove {each.name}",
                file=sys.stderr,
            )
    return GOOD if all(each.is_whole for each in stored) else FAILED
