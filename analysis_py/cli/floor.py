"""``llm-reassess floor``: is a run below what earlier runs of the same model score."""

from __future__ import annotations

from typing import Any

import click

from analysis_py.cli.commands import COUNT
from analysis_py.cli.compare import (
    FORM,
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
    "--alpha", type=Number(0.001, 0.5), default=0.05, show_default=True, help="False alarms."
)
@click.option(
    "--every", type=COUNT, metavar="N", help="New runs are a series: one false alarm in N runs."
)
@run_options
@click.option("--json", help="Write JSON, without a file to the terminal.", **FORM)
@click.option("--markdown", help="Write Markdown for a pull request, likewise.", **FORM)
def floor(
    runs: tuple[str, ...],
    check: tuple[str, ...],
    alpha: float,
    every: int | None,
    json: str | None,
    markdown: str | None,
    **options: Any,
) -> int:
    """Say what the noise of answers does to a score, and whether new runs lie below it.

    RUN … are at least three earlier runs of one model on the same questions: files, folders, or a
    table with a column of repeats. A folder of several logs is read in order of their times. More:
    docs/two-runs.md.

    exit codes: 0 on or above the floor, or no run to check; 1 below it; 2 called wrongly, or the
    runs have nothing in common; 3 it cannot be told, as from too few runs or copies

    for example:
      llm-reassess floor runs/1 runs/2 runs/3 --check runs/4
      llm-reassess floor runs/1 runs/2 runs/3 --check runs/4 --check runs/5 --every 100
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
    found = find_floor(line_up(earlier, new, Scope(**scope)), alpha, every)
    forms = {"json": floor_as_json, "markdown": floor_as_markdown}
    write_forms(found, files, forms, describe_floor)
    if found.reason or found.verdict == CANNOT_TELL:
        return UNCLEAR
    return FAILED if found.verdict == BELOW else GOOD
