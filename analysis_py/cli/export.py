"""``llm-reassess export``: the published file in standard formats."""

from pathlib import Path

import click
from click import argument, option

from analysis_py.cli.commands import PATH, command, warehouse_option
from analysis_py.cli.errors import GOOD, MISUSED, CommandError
from analysis_py.cli.folders import fill_folder
from analysis_py.cli.published import published_file


@command("export")
@argument("form", metavar="FORMAT", type=click.Choice(["eee", "croissant"]))
@option(
    "--to", type=PATH, metavar="DIR", help="New or empty folder (default: target/exports/FORMAT)."
)
@option("--source", metavar="NAME", help="Export one leaderboard or import only (eee).")
@warehouse_option
def export(form: str, to: Path | None, source: str | None, warehouse: Path | None) -> int:
    """Export the published data in a standard format.

    FORMAT is one of
      eee        Every Eval Ever 0.3: a JSON file per evaluation
      croissant  Croissant 1.0: the Parquet files, described field by field in JSON-LD

    exit codes: 0 written, 1 nothing to write, 2 usage error or the folder is not empty

    for example:
      llm-reassess export eee --source helm
      llm-reassess export croissant --to ../my-dataset
    """
    from analysis_py.exports import croissant, every_eval_ever

    if source and form != "eee":
        raise CommandError("--source works only with eee", MISUSED)
    published = published_file(warehouse).parent
    folder = to or Path("target/exports") / form
    with fill_folder(folder):
        if form == "eee":
            print(f"wrote {every_eval_ever.write(published, folder, source)}")
        else:
            print(f"wrote {croissant.write(published, folder)}")
    return GOOD
