"""``llm-reassess import``, ``imports`` and ``remove``: results of one's own."""

import sys
from datetime import datetime
from pathlib import Path
from typing import Any

import click
from click import argument, option

from analysis_py.cli.commands import PATH, command
from analysis_py.cli.errors import FAILED, GOOD


@command("import")
@argument("path", type=PATH)
@option("--name", required=True, help="What to call it: a-z, 0-9 and _.")
@option("--as-of", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE", help="Its day (today).")
@option(
    "--unit",
    "units",
    multiple=True,
    metavar="[NAME=]UNIT",
    help="Share, percent, points or a scale such as 0-10: of one benchmark or column, which is "
    "then taken even if it would be left out, or, without NAME, of all shares and percentages.",
)
@option(
    "--models", type=PATH, metavar="FILE", help="Your own table of models; it overrides all others."
)
@option("--dry-run", "is_dry_run", is_flag=True, help="Report everything but write nothing.")
@option("--title", help="One line that says what a record is.")
@option("--producer", default="not stated", help="Who measured the scores.")
@option("--source", help="Where the results were found.")
@option("--licence", default="not stated", help="Terms of the results.")
def import_results(
    path: Path,
    name: str,
    as_of: datetime | None,
    title: str | None,
    source: str | None,
    producer: str,
    licence: str,
    **options: Any,
) -> int:
    """Import results of your own, in any common format.

    PATH is a file, or a folder with files below it. It says what it recognised, what it understood
    and what it left out, and writes one long table with provenance under imports/, which git
    ignores. The next build has it as a board and a cohort of its own. An import of the same name
    and day is replaced.

    exit codes: 0 written, 1 nothing is recognised or no record can be used, 2 called wrongly

    for example:
      llm-reassess import results/ --name mine --dry-run   # see what it would be, write nothing
      llm-reassess import results/ --name mine && llm-reassess build
      llm-reassess import scores.csv --name paper --unit percent --models models.csv
      llm-reassess import scores.csv --name judged --unit mt_bench=0-10

    docs/imports.md lists the formats and shows how to write an adapter for another.
    """
    from analysis_py.imports import importing
    from analysis_py.imports.storing import Words

    title = title or f"Results imported as {name}"
    source = source or f"local files: {path.name or 'a folder'}"
    words = Words(title, producer, source, licence)
    day = (as_of or datetime.now()).date()
    print("\n".join(importing.run(path, name, day, words, **options)))
    return GOOD


@command("imports")
def imports() -> int:
    """List imports and item results.

    Of each import and of item results: name, day, records, what read them, title. The next build
    covers them all.

    exit codes: 0 listed, 1 an import is damaged, 2 called wrongly

    for example:
      llm-reassess imports
    """
    from analysis_py.cli.printing import write_table
    from analysis_py.imports.item_storing import stored_items
    from analysis_py.imports.storing import stored
    from analysis_py.runtime.project import imports_folder, items_folder

    folder = imports_folder()
    found = stored(folder)
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
    for each in found:
        if not each.is_whole:
            print(
                f"{each.path} is not the file that was imported: it was edited or cut. Import "
                f"{each.name} again, or remove it: llm-reassess remove {each.name}",
                file=sys.stderr,
            )
    return GOOD if all(each.is_whole for each in found) else FAILED


@command("remove")
@argument("name")
def remove(name: str) -> int:
    """Remove an import, or item results.

    NAME is as `llm-reassess imports` lists it; all its days are removed from imports/. What it was
    made of stays where it is; its rows are gone from the warehouse with the next build.

    exit codes: 0 removed, 1 there is none of that name, 2 called wrongly

    for example:
      llm-reassess remove mine && llm-reassess build
    """
    from analysis_py.imports.storing import remove_import
    from analysis_py.runtime.project import imports_folder

    files = remove_import(imports_folder(), name)
    print(f"removed {len(files)} file(s) of {name}; next: llm-reassess build")
    return GOOD
