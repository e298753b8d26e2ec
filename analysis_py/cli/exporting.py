"""``llm-reassess export``: the published file in forms that others read."""

from __future__ import annotations

import argparse
from pathlib import Path

from analysis_py.cli.errors import GOOD, MISUSED, CommandError
from analysis_py.cli.folders import filled
from analysis_py.cli.published import database_errors, published_file

_DESCRIPTION = """\
Write what is published in a form that others read:

  eee          Every Eval Ever 0.3: a JSON file per evaluation
  croissant    Croissant 1.0: the Parquet files, described field by field in JSON-LD
  datapackage  Frictionless Data Package: the same, described in datapackage.json
  hf           a data set for the Hugging Face hub: the same, with a card
"""
_EPILOG = """\
exit codes: 0 written, 1 there is nothing to write, 2 called wrongly or the folder is not empty

examples:
  llm-reassess export eee --source helm
  llm-reassess export hf --to ../my-dataset
"""
_FORMATS = ("eee", "croissant", "datapackage", "hf")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.description, parser.epilog = _DESCRIPTION, _EPILOG
    parser.add_argument("format", choices=_FORMATS, help="what to write")
    parser.add_argument(
        "--to", type=Path, metavar="DIR", help="an empty or new folder (target/exports/FORMAT)"
    )
    parser.add_argument("--source", metavar="NAME", help="eee: one board or import alone")
    parser.add_argument(
        "--warehouse", type=Path, metavar="DIR", help="the folder of the published file"
    )


def run(arguments: argparse.Namespace) -> int:
    """Write the export."""
    from analysis_py.exports import croissant, datapackage, every_eval_ever, hub_dataset
    from analysis_py.exports.published import ExportProblem

    if arguments.source and arguments.format != "eee":
        raise CommandError("--source goes with eee alone", MISUSED)
    warehouse = published_file(arguments.warehouse).parent
    folder = arguments.to or Path("target/exports") / arguments.format
    try:
        with database_errors(), filled(folder):
            if arguments.format == "eee":
                path = every_eval_ever.write(warehouse, folder, arguments.source)
            else:
                writers = {"croissant": croissant, "datapackage": datapackage, "hf": hub_dataset}
                path = writers[arguments.format].write(warehouse, folder)
    except ExportProblem as error:
        raise CommandError(str(error)) from error
    print(f"wrote {path}")
    return GOOD
