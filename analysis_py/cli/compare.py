"""``llm-reassess compare``: which of two runs on the same questions is better."""

from __future__ import annotations

import shlex
from typing import Any

import click

from analysis_py.cli.commands import COUNT, Command
from analysis_py.cli.errors import FAILED, GOOD, MISUSED, CommandError


@click.command("compare", cls=Command)
@click.argument("a", metavar="RUN_A")
@click.argument("b", metavar="RUN_B")
@click.option("--gate", type=float, metavar="POINTS", help="Fail if B is worse by more than this.")
@click.option(
    "--margin", type=float, metavar="POINTS", help="Largest difference that does not matter."
)
@click.option("--metric", help="Metric to compare (default: the first in A's log).")
@click.option(
    "--weights",
    type=click.Choice(["items", "tasks"]),
    default="items",
    help="Count each question once, or each task.",
)
@click.option("--cluster", metavar="COLUMN", help="Column that groups related questions.")
@click.option("--anytime", is_flag=True, help="Interval valid at every look; needs --planned.")
@click.option("--planned", type=COUNT, metavar="N", help="Number of questions planned.")
@click.option(
    "--level",
    type=click.FloatRange(0.5, 0.999),
    default=0.95,
    show_default=True,
    help="Confidence level.",
)
@click.option("--json", "form", flag_value="json", help="Write JSON.")
@click.option(
    "--markdown", "form", flag_value="markdown", help="Write Markdown for a pull request."
)
def compare(
    a: str,
    b: str,
    form: str | None,
    cluster: str | None,
    anytime: bool,
    planned: int | None,
    weights: str,
    **choices: Any,
) -> int:
    """Say whether a run is better than another.

    RUN_A and RUN_B are files or folders with logs or tables of answers; PATH@MODEL chooses one
    model of several. The interval pairs the answers to a question; --gate sets the exit code. No
    project is needed. Models of the leaderboards are for llm-reassess models. More:
    docs/two-runs.md.

    exit codes: 0 compared, or the gate holds; 1 the gate fails; 2 called wrongly, or the runs
    cannot be compared; 3 too few answers to decide the gate

    for example:
      llm-reassess compare runs/main runs/branch --gate 1
      llm-reassess compare runs/main runs/branch --gate 1 --markdown > comparison.md
    """
    from analysis_py.runs.comparing import Choices, compare_runs
    from analysis_py.runs.paired.decisions import CANNOT_TELL
    from analysis_py.runs.pairing import NothingInCommonError
    from analysis_py.runs.reading import RunError, is_run, name_apart, read_run
    from analysis_py.runs.words import as_json, as_markdown, describe_comparison

    if anytime != (planned is not None):
        raise CommandError("--anytime needs --planned N, and --planned N needs --anytime", MISUSED)
    for name in (a, b):
        if not is_run(name):
            meant = (
                f"to compare models of the leaderboards: llm-reassess models {shlex.join((a, b))}"
            )
            raise CommandError(f"{name}: no such file or folder; {meant}", MISUSED)
    try:
        runs = name_apart(read_run(a, cluster), read_run(b, cluster))
        by_tasks = weights == "tasks"
        compared = compare_runs(*runs, Choices(by_tasks=by_tasks, planned=planned, **choices))
    except (RunError, NothingInCommonError) as error:
        raise CommandError(str(error), MISUSED) from error
    write = {None: describe_comparison, "json": as_json, "markdown": as_markdown}[form]
    print(write(compared))
    codes = {None: GOOD, "holds": GOOD, "fails": FAILED, CANNOT_TELL: 3}
    return codes[compared.gate]
