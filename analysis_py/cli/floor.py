"""``llm-reassess floor``: is a run below what earlier runs of the same model score."""

from __future__ import annotations

from typing import Any

import click

from analysis_py.cli.commands import COUNT
from analysis_py.cli.compare import (
    FORM,
    FORMS,
    Compare,
    Number,
    check_files,
    check_runs,
    write_forms,
)
from analysis_py.cli.errors import FAILED, GOOD, UNCLEAR
from analysis_py.cli.run_options import run_options, split_options


@click.command("floor", cls=Compare)
@click.argument("runs", metavar="RUN …", nargs=-1, required=True)
@click.option("--check", metavar="RUN", multiple=True, help="A new run; several count together.")
@click.option(
    "--alpha",
    type=Number(0.001, 0.5),
    default=0.05,
    metavar="0.01",
    help="Share of false alarms; else 0.05.",
)
@click.option(
    "--every", type=COUNT, metavar="N", help="Watch for declines, with 1 false alarm in N runs."
)
@run_options
@click.option("--json", help=FORMS, **FORM)
@click.option("--markdown", help=FORMS, **FORM)
def floor(
    runs: tuple[str, ...],
    check: tuple[str, ...],
    alpha: float,
    every: int | None,
    json: str | None,
    markdown: str | None,
    **options: Any,
) -> int:
    """Say whether a run scores below what the noise of earlier runs explains.

    RUN … are at least three earlier runs of one model on the same questions: files,
    folders (read in order of time), or a table with a column of repeats.
    docs/compare-runs.md explains all.

    exit codes: 0 on or above the floor, or nothing to check; 1 below; 2 called
    wrongly, or nothing in common; 3 cannot tell, as with too few runs

    for example:
      llm-reassess floor runs/1 runs/2 runs/3 --check runs/4
      llm-reassess floor runs/1 runs/2 runs/3 --check runs/4 --every 100
    """
    files = {name: file for name, file in (("json", json), ("markdown", markdown)) if file}
    check_files(files, (*runs, *check))
    check_runs((*runs, *check))
    from analysis_py.runs.floor.history import line_up
    from analysis_py.runs.floor.judging import BELOW, find_floor
    from analysis_py.runs.floor.words import describe_floor, floor_as_json, floor_as_markdown
    from analysis_py.runs.formats.files import ColumnNames
    from analysis_py.runs.metrics import Scope
    from analysis_py.runs.paired.decisions import CANNOT_TELL
    from analysis_py.runs.reading import read_runs

    columns, scope = split_options(options)
    names = ColumnNames(**columns)
    earlier, new = (
        [run for path in paths for run in read_runs(path, names)] for paths in (runs, check)
    )
    judged = find_floor(line_up(earlier, new, Scope(**scope)), alpha, every)
    forms = {"json": floor_as_json, "markdown": floor_as_markdown}
    write_forms(judged, files, forms, describe_floor)
    if judged.reason or judged.verdict == CANNOT_TELL:
        return UNCLEAR
    return FAILED if judged.verdict == BELOW else GOOD
