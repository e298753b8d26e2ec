"""``llm-reassess compare``: which of two runs on the same questions is better."""

from __future__ import annotations

import io
import os
import shlex
import sys
import traceback
from collections.abc import Callable, Mapping, Sequence
from json import dumps
from math import isnan
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

import click

from analysis_py.cli.commands import COUNT, Command
from analysis_py.cli.errors import FAILED, GOOD, MISUSED, UNCLEAR, CommandError, describe
from analysis_py.cli.run_options import run_options, split_options

if TYPE_CHECKING:
    import polars as pl

    from analysis_py.runs.comparing import Choices, Comparison
    from analysis_py.runs.reading import Run
    from analysis_py.runs.slice_words import Sliced

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


_LOOKS = "Allow any number of looks at N shuffled questions."
#: An option that writes to a file, or without one to the terminal.
FORM: dict[str, Any] = {"is_flag": False, "flag_value": _TERMINAL, "metavar": "[FILE]"}
FORMS = "Write to a file or the terminal."


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

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write a line for all options with the same text, so that help fits on one screen."""
        alike: dict[str, list[click.Option]] = {}
        for option in self.params:
            if isinstance(option, click.Option) and option.help:
                alike.setdefault(option.help, []).append(option)
        formatter.write("\n")
        for text, options in alike.items():
            formatter.write(f"  {_name_options(options, ctx):<26}  {text}\n")


def _name_options(options: Sequence[click.Option], ctx: click.Context) -> str:
    """Return the names of options and the value that they take."""
    names = ", ".join(option.opts[0] for option in options)
    last = options[-1]
    return names if last.is_flag else f"{names} {last.make_metavar(ctx)}"


@click.command("compare", cls=Compare)
@click.argument("names", metavar="RUN …", nargs=-1, required=True)
@click.option("--gate", type=_POINTS, metavar="POINTS", help="Fail if a run is worse by more.")
@click.option(
    "--margin", type=_POINTS, metavar="POINTS", help="Largest difference that does not matter."
)
@click.option("--by", metavar="COLUMN", help="Compare slices by a column of A, or by task.")
@click.option(
    "--weights",
    type=click.Choice(["items", "tasks"]),
    default="items",
    help="Count each question once, or each task.",
)
@click.option(
    "--level",
    type=Number(0.5, 0.999),
    default=0.95,
    metavar="0.9",
    help="Confidence level; else 0.95.",
)
@click.option("--anytime", is_flag=True, help=_LOOKS)
@click.option("--planned", type=COUNT, metavar="N", help=_LOOKS)
@run_options
@click.option("--json", help=FORMS, **FORM)
@click.option("--markdown", help=FORMS, **FORM)
@click.option("--diff", metavar="FILE", help="Write the questions on which runs differ as CSV.")
def compare(
    names: tuple[str, ...],
    json: str | None,
    markdown: str | None,
    diff: str | None,
    anytime: bool,
    planned: int | None,
    weights: str,
    by: str | None,
    **options: Any,
) -> int:
    """Say whether a run is better than another, or which of several may be the best.

    RUN … are files or folders with logs or tables of answers, the baseline A first;
    PATH@MODEL chooses one of several models. One run alone is scored. Models of the
    leaderboards are for llm-reassess models. docs/compare-runs.md explains all.

    exit codes: 0 compared, every gate holds; 1 a gate fails; 2 called wrongly, or
    nothing to compare; 3 the answers cannot tell whether the gate holds

    for example:
      llm-reassess compare runs/main runs/branch --gate 1 --diff changed.csv
    """
    if anytime != (planned is not None):
        raise CommandError("--anytime needs --planned N, and --planned N needs --anytime", MISUSED)
    named = {"json": json, "markdown": markdown, "diff": diff}
    files = {name: file for name, file in named.items() if file is not None}
    check_files(files, names)
    # what Polars frees goes back at once: half a million questions need a third less memory
    os.environ.setdefault("_RJEM_MALLOC_CONF", "dirty_decay_ms:0,muzzy_decay_ms:0")
    meant = f"llm-reassess models {shlex.join(names)}"
    check_runs(names, f"; to compare models of the leaderboards: {meant}")
    from analysis_py.runs.comparing import Choices
    from analysis_py.runs.formats.files import ColumnNames
    from analysis_py.runs.reading import read_run

    columns, scope = split_options(options)
    column_names = ColumnNames(**columns, answers=diff is not None)
    runs = [read_run(name, column_names) for name in names]
    choices = Choices(by_tasks=weights == "tasks", planned=planned, **scope)
    slicing = None if by is None else Slicing(by, _read_slices(names[0], by, columns))
    ask = {1: _score, 2: _compare_two}.get(len(runs), _compare_several)
    gate = ask(runs, choices, slicing, files)
    return {None: GOOD, "holds": GOOD, "fails": FAILED}.get(gate, UNCLEAR)


class Slicing(NamedTuple):
    """The column that slices questions, and the slice of each; None if tasks are the slices."""

    by: str
    names: pl.DataFrame | None


def _read_slices(name: str, by: str, columns: Mapping[str, Any]) -> pl.DataFrame | None:
    """Return the slice of each question of a run."""
    from analysis_py.runs.formats.files import ColumnNames
    from analysis_py.runs.reading import read_run
    from analysis_py.runs.slices import TASK

    if by == TASK:
        return None
    answers = read_run(name, ColumnNames(**{**columns, "cluster": by})).answers
    words = answers["cluster"].str.to_lowercase().replace({"true": "1", "false": "0"})
    if words.cast(float, strict=False).eq(answers["score"]).fill_null(False).all():
        raise CommandError(f"--by {by}: the grades of A; slices by them differ by chance", MISUSED)
    rows = answers.select("task", "item", slice="cluster").drop_nulls()
    return rows.unique(["task", "item"], keep="first", maintain_order=True)


def _score(
    runs: Sequence[Run], choices: Choices, slicing: Slicing | None, files: Mapping[str, str]
) -> None:
    """Write the score of one run."""
    from analysis_py.runs.scoring import describe_score, score_as_object, score_run

    if choices.gate is not None or choices.planned or {*files} - {"json"}:
        raise CommandError("one run is only scored, as text or --json: name two", MISUSED)
    forms = {"json": lambda score: dumps(score_as_object(score), indent=2)}
    write_forms(score_run(runs[0], choices, slicing), files, forms, describe_score)


def _compare_two(
    runs: Sequence[Run], choices: Choices, slicing: Slicing | None, files: Mapping[str, str]
) -> str | None:
    """Write the comparison of two runs, and return their gate."""
    from analysis_py.runs.changes import changed_questions
    from analysis_py.runs.comparing import compare_runs
    from analysis_py.runs.exports import as_object
    from analysis_py.runs.markdown import as_markdown
    from analysis_py.runs.reading import name_apart
    from analysis_py.runs.words import describe_comparison

    comparison = compare_runs(*name_apart(*runs), choices)
    sliced = _slice([comparison], slicing)
    forms = {
        "json": lambda each: dumps(as_object(each) | sliced.as_object(), indent=2),
        "markdown": lambda each: as_markdown(each) + sliced.as_markdown(),
        "diff": lambda each: _as_csv(changed_questions(each)),
    }
    write_forms(
        comparison, files, forms, lambda each: describe_comparison(each) + sliced.describe()
    )
    return sliced.decide(comparison.gate)


def _compare_several(
    runs: Sequence[Run], choices: Choices, slicing: Slicing | None, files: Mapping[str, str]
) -> str | None:
    """Write the comparisons of several runs with the first, and return the gate of all."""
    from analysis_py.runs.several import compare_several
    from analysis_py.runs.several_words import (
        changed_of_several,
        describe_several,
        several_as_markdown,
        several_as_object,
    )

    several = compare_several(runs, choices)
    sliced = _slice(several.comparisons, slicing)
    forms = {
        "json": lambda each: dumps(several_as_object(each) | sliced.as_object(), indent=2),
        "markdown": lambda each: several_as_markdown(each) + sliced.as_markdown(),
        "diff": lambda each: _as_csv(changed_of_several(each)),
    }
    write_forms(several, files, forms, lambda each: describe_several(each) + sliced.describe())
    return sliced.decide(several.gate)


def _slice(comparisons: Sequence[Comparison], slicing: Slicing | None) -> Sliced:
    """Return the slices of comparisons; none without ``--by``."""
    from analysis_py.runs.slice_words import Sliced
    from analysis_py.runs.slices import slice_comparisons

    if slicing is None:
        return Sliced([], [], "")
    return Sliced(slice_comparisons(comparisons, *slicing), comparisons, slicing.by)


def check_files(files: Mapping[str, str], runs: Sequence[str]) -> None:
    """Raise if two forms go to one place, or one replaces a run."""
    for name, file in files.items():
        same = [f"--{other}" for other, place in files.items() if place == file]
        if len(same) > 1:
            where = "the terminal" if file == _TERMINAL else file
            raise CommandError(f"{' and '.join(same)} both write to {where}: name files", MISUSED)
        if file in runs:
            raise CommandError(f"--{name} {file} would replace a run: name another file", MISUSED)


def check_runs(runs: Sequence[str], hint: str = "") -> None:
    """Raise if a run is no path; a hint says what else may be meant."""
    from analysis_py.runs.reading import is_run

    for name in runs:
        try:
            is_there = is_run(name)
        except OSError as error:  # a name longer than any file's
            raise CommandError(f"{name[:80]}…: {error.strerror}", MISUSED) from error
        if not is_there:
            raise CommandError(f"{name}: no such file or folder{hint}", MISUSED)


def write_forms(
    result: Found,
    files: Mapping[str, str],
    forms: Mapping[str, Callable[[Found], str]],
    shown: Callable[[Found], str],
) -> None:
    """Write each form to its file, and to the terminal one of them or the text."""
    for name, file in files.items():
        if file == _TERMINAL:
            shown = forms[name]
        else:
            Path(file).write_text(f"{forms[name](result).rstrip()}\n", encoding="utf-8")
    _print(shown(result).rstrip())


def _as_csv(rows: pl.DataFrame) -> str:
    """Return the questions on which runs differ as CSV."""
    from analysis_py.cli.printing import write_csv

    out = io.StringIO()
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
