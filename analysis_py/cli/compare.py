"""``llm-reassess compare``: which of two runs on the same questions is better."""

from __future__ import annotations

import io
import os
import shlex
import sys
import traceback
from collections.abc import Callable, Mapping, Sequence
from math import isnan
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from analysis_py.cli.commands import COUNT, Command
from analysis_py.cli.errors import FAILED, GOOD, MISUSED, UNCLEAR, CommandError, describe
from analysis_py.cli.run_options import run_options, split_options

if TYPE_CHECKING:
    from analysis_py.runs.comparing import Comparison

Found = TypeVar("Found")
#: The file that stands for standard output.
_TERMINAL = "-"


class Number(click.FloatRange):
    """A number of a range; NaN is in none."""

    def convert(self, value: Any, param: Any, ctx: Any) -> float:
        """Return the number."""
        number = float(super().convert(value, param, ctx))
        if isnan(number):
            self.fail(f"{value} is no number.", param, ctx)
        return number


_POINTS = Number(min=0, max=100, max_open=True)


#: An option that writes to a file, or without one to the terminal.
FORM: dict[str, Any] = {"is_flag": False, "flag_value": _TERMINAL, "metavar": "[FILE]"}


class Compare(Command):
    """Exit code 1 says that the gate fails; whatever else ends the command is code 2."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command, and turn every error into one of code 2."""
        try:
            return super().invoke(ctx)
        except click.ClickException:
            raise
        except Exception as error:
            message = describe(error) or traceback.format_exc()
            raise CommandError(message, MISUSED) from error


@click.command("compare", cls=Compare)
@click.argument("a", metavar="RUN_A")
@click.argument("b", metavar="RUN_B")
@click.option("--gate", type=_POINTS, metavar="POINTS", help="Fail if B is worse by more than it.")
@click.option(
    "--margin", type=_POINTS, metavar="POINTS", help="Largest difference that does not matter."
)
@run_options
@click.option(
    "--weights",
    type=click.Choice(["items", "tasks"]),
    default="items",
    help="Count each question once, or each task.",
)
@click.option(
    "--anytime",
    is_flag=True,
    help="Interval valid at every look; shuffle the questions once, by a seed, before the first.",
)
@click.option("--planned", type=COUNT, metavar="N", help="Number of questions planned.")
@click.option(
    "--level", type=Number(0.5, 0.999), default=0.95, show_default=True, help="Confidence level."
)
@click.option("--json", help="Write JSON, without a file to the terminal.", **FORM)
@click.option("--markdown", help="Write Markdown for a pull request, likewise.", **FORM)
@click.option("--diff", metavar="FILE", help="Write CSV of the questions on which runs differ.")
def compare(
    a: str,
    b: str,
    json: str | None,
    markdown: str | None,
    diff: str | None,
    anytime: bool,
    planned: int | None,
    weights: str,
    **options: Any,
) -> int:
    """Say whether a run is better than another.

    RUN_A and RUN_B are files or folders with logs or tables of answers; PATH@MODEL chooses one
    model of several. The interval pairs the answers to a question; --gate sets the exit code. No
    project is needed. Models of the leaderboards are for llm-reassess models. More:
    docs/two-runs.md.

    exit codes: 0 compared, or the gate holds; 1 the gate fails, and nothing else; 2 called wrongly,
    or the runs cannot be compared; 3 the answers cannot tell whether the gate holds

    for example:
      llm-reassess compare runs/main runs/branch --gate 1
      llm-reassess compare runs/main runs/branch --markdown summary.md --diff changed.csv
    """
    if anytime != (planned is not None):
        raise CommandError("--anytime needs --planned N, and --planned N needs --anytime", MISUSED)
    named = {"json": json, "markdown": markdown, "diff": diff}
    files = {name: file for name, file in named.items() if file is not None}
    check_files(files, (a, b))
    # what Polars frees goes back at once: half a million questions need a third less memory
    os.environ.setdefault("_RJEM_MALLOC_CONF", "dirty_decay_ms:0,muzzy_decay_ms:0")
    check_runs((a, b))
    from analysis_py.runs.comparing import Choices, compare_runs
    from analysis_py.runs.formats.files import ColumnNames
    from analysis_py.runs.reading import name_apart, read_run

    columns, scope = split_options(options)
    runs = name_apart(*(read_run(name, ColumnNames(**columns)) for name in (a, b)))
    by_tasks = weights == "tasks"
    compared = compare_runs(*runs, Choices(by_tasks=by_tasks, planned=planned, **scope))
    _write(compared, files)
    return {None: GOOD, "holds": GOOD, "fails": FAILED}.get(compared.gate, UNCLEAR)


def check_files(files: Mapping[str, str], runs: Sequence[str]) -> None:
    """Raise if two forms go to one place, or one replaces a run."""
    for name, file in files.items():
        same = [f"--{other}" for other, place in files.items() if place == file]
        if len(same) > 1:
            where = "the terminal" if file == _TERMINAL else file
            raise CommandError(f"{' and '.join(same)} both write to {where}: name files", MISUSED)
        if file in runs:
            raise CommandError(f"--{name} {file} would replace a run: name another file", MISUSED)


def check_runs(runs: Sequence[str]) -> None:
    """Raise if a run is no path."""
    from analysis_py.runs.reading import is_run

    for name in runs:
        try:
            is_there = is_run(name)
        except OSError as error:  # a name longer than any file's
            raise CommandError(f"{name[:80]}…: {error.strerror}", MISUSED) from error
        if not is_there:
            meant = f"llm-reassess models {shlex.join(runs)}"
            raise CommandError(
                f"{name}: no such file or folder; to compare models of the leaderboards: {meant}",
                MISUSED,
            )


def _write(compared: Comparison, files: Mapping[str, str]) -> None:
    """Write a comparison to its files, and to the terminal one of its forms."""
    from analysis_py.runs.exports import as_json
    from analysis_py.runs.markdown import as_markdown
    from analysis_py.runs.words import describe_comparison

    forms = {"json": as_json, "markdown": as_markdown, "diff": _as_csv}
    write_forms(compared, files, forms, describe_comparison)


def write_forms(
    found: Found,
    files: Mapping[str, str],
    forms: Mapping[str, Callable[[Found], str]],
    shown: Callable[[Found], str],
) -> None:
    """Write each form to its file, and to the terminal one of them or the text."""
    for name, file in files.items():
        if file == _TERMINAL:
            shown = forms[name]
        else:
            Path(file).write_text(f"{forms[name](found).rstrip()}\n", encoding="utf-8")
    _print(shown(found).rstrip())


def _as_csv(compared: Comparison) -> str:
    """Return the questions on which the runs differ as CSV."""
    from analysis_py.cli.printing import write_csv
    from analysis_py.runs.changes import changed_questions

    rows, out = changed_questions(compared), io.StringIO()
    write_csv(rows.columns, rows.iter_rows(), out)
    return out.getvalue()


def _print(text: str) -> None:
    """Print a text; a reader that leaves early, such as head, changes no exit code."""
    try:
        print(text, flush=True)
    except OSError as error:
        # at its end the interpreter would try again, and exit with a code of its own
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if not isinstance(error, BrokenPipeError):
            raise CommandError(f"standard output: {error.strerror}", MISUSED) from error
