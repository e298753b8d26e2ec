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
@option("--name", help="What to call it: a-z, 0-9 and _.")
@option("--as-of", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE", help="Its day (today).")
@option(
    "--unit",
    "units",
    multiple=True,
    metavar="[NAME=]UNIT",
    help="Share, percent, points or a scale such as 0-10: of one benchmark or column, which is "
    "then taken even if it would be left out, or, without NAME, of all shares and percentages.",
)
@option("--dry-run", "is_dry_run", is_flag=True, help="Report everything but write nothing.")
@option("--title", help="One line that says what a record is.")
@option("--producer", default="not stated", help="Who measured the scores.")
@option("--source", help="Where the results were found.")
@option("--licence", default="not stated", help="Terms of the results.")
@option("--list", "is_list", is_flag=True, help="List what was imported.")
@option("--remove", metavar="NAME", help="Remove what was imported under a name, all its days.")
def import_results(
    path: Path | None, name: str | None, is_list: bool, remove: str | None, **words: Any
) -> int:
    """Import results of your own, in any common format: scores, and answers to single items.

    PATH is a file, or a folder with files below it. It says what it recognised, what it understood
    and what it left out, and writes one long table with provenance under imports/, which git
    ignores; answers to single items lie beside it. The next build has it as a board and a cohort of
    its own. An import of the same name and day is replaced.

    exit codes: 0 written, 1 nothing is recognised or no record can be used, 2 called wrongly

    for example:
      llm-reassess import results/ --name mine --dry-run   # see what it would be, write nothing
      llm-reassess import results/ --name mine && llm-reassess build
      llm-reassess import scores.csv --name paper --unit percent
      llm-reassess import scores.csv --name judged --unit mt_bench=0-10
      llm-reassess import --list
      llm-reassess import --remove mine

    docs/imports.md lists the formats and shows how to write an adapter for another.
    """
    if is_list:
        return _list()
    if remove is not None:
        from analysis_py.imports.storing import remove_import
        from analysis_py.runtime.project import imports_folder

        files = remove_import(imports_folder(), remove)
        print(f"removed {len(files)} file(s) of {remove}; next: llm-reassess build")
        return GOOD
    if path is None or name is None:
        raise CommandError("name what to import and what to call it: PATH --name NAME", MISUSED)
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
    """Import a path and say what has become of it."""
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
    from analysis_py.imports.item_storing import stored_items
    from analysis_py.imports.storing import stored
    from analysis_py.runtime.project import imports_folder, items_folder

    folder = imports_folder()
    found = stored(folder)
    rows: list[tuple[Any, ...]] = [
        (
            each.name,
            str(each.provenance.taken_on),
            each.provenance.row_count,
            each.adapter,
            each.provenance.title,
        )
        for each in found
    ]
    rows += [
        (name, "", n_read, "items", "Answers to single items")
        for name, n_read in stored_items(items_folder()).items()
    ]
    if not rows:
        print(f"{folder} holds no import; llm-reassess import PATH --name NAME brings one in")
        return GOOD
    write_table(["name", "day", "records", "adapter", "title"], rows, sys.stdout)
    for each in found:
        if not each.is_whole:
            print(
                f"{each.path} is not the file that was imported: it was edited or cut. Import "
                f"{each.name} again, or remove it: llm-reassess import --remove {each.name}",
                file=sys.stderr,
            )
    return GOOD if all(each.is_whole for each in found) else FAILED
