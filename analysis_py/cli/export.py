"""``llm-reassess export``: the published file in forms that others read."""

from contextlib import nullcontext
from pathlib import Path

import click
from click import argument, option

from analysis_py.cli.commands import PATH, command, warehouse_option
from analysis_py.cli.errors import GOOD, MISUSED, CommandError
from analysis_py.cli.folders import filled
from analysis_py.cli.published import published_file


@command("export")
@argument("form", metavar="FORMAT", type=click.Choice(["eee", "croissant", "release", "site"]))
@option("--to", type=PATH, metavar="DIR", help="An empty or new folder (target/exports/FORMAT).")
@option("--source", metavar="NAME", help="eee: one board or import alone.")
@warehouse_option
def export(form: str, to: Path | None, source: str | None, warehouse: Path | None) -> int:
    """Write what is published in a format that others can read.

    FORMAT is one of
      eee        Every Eval Ever 0.3: a JSON file per evaluation
      croissant  Croissant 1.0: the Parquet files, described field by field in JSON-LD
      release    what a release offers: file and report in an archive, tables, notes, checksums
      site       the report as /vX.Y.Z/ and /latest/; DIR may hold other versions already

    exit codes: 0 written, 1 there is nothing to write, 2 called wrongly or the folder is not empty

    for example:
      llm-reassess export eee --source helm
      llm-reassess export croissant --to ../my-dataset
      llm-reassess export site --to pages
    """
    from analysis_py.exports import croissant, every_eval_ever, release, website

    if source and form != "eee":
        raise CommandError("--source goes with eee alone", MISUSED)
    published = published_file(warehouse).parent
    folder = to or Path("target/exports") / form
    # a site grows by a version; any other folder is filled at once
    with nullcontext() if form == "site" else filled(folder):
        if form == "eee":
            path = every_eval_ever.write(published, folder, source)
        else:
            module = {"croissant": croissant, "release": release, "site": website}[form]
            path = module.write(published, folder)
    print(f"wrote {path}")
    return GOOD
