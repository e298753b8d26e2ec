"""Options of ``llm-reassess compare`` on what is read and what is compared."""

from collections.abc import Callable
from typing import Any

import click

from analysis_py.cli.errors import MISUSED, CommandError

#: Options that name columns.
_COLUMNS = ["item", "score", "model", "run", "cluster"]
_LISTS = {"item", "score"}
_NAMES = "Names of these columns."
_BETTER = "Which way is better."


def run_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options on what is read and compared."""
    options = [
        click.option("--measure", metavar="pass^k", help="Score repeats by pass^k or pass@k."),
        *(click.option(f"--{name}", metavar="COLUMN", help=_NAMES) for name in _COLUMNS),
        click.option("--metric", metavar="NAME", help="Compare by this metric; else A's first."),
        click.option("--lower-is-better", metavar="METRIC", multiple=True, help=_BETTER),
        click.option("--higher-is-better", metavar="METRIC", multiple=True, help=_BETTER),
        click.option("--scale", metavar="LOW-HIGH", help="Ends of the scores, such as 1-10."),
        click.option("--tasks", metavar="NAME,…", help="Compare only these tasks of A."),
        click.option("--common", is_flag=True, help="Compare only questions that all answered."),
        click.option(
            "--ungraded",
            type=click.Choice(["failed", "missing", "chance"]),
            help="How to count answers without a grade.",
        ),
    ]
    for option in reversed(options):
        command = option(command)
    return command


def split_options(options: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the options as fields of ``ColumnNames`` and of ``Choices``."""
    from analysis_py.runs.measures import read_measure

    columns = {name: options.pop(name) for name in _COLUMNS}
    for name in _LISTS:
        columns[name] = _split(columns[name])
    options["tasks"] = _split(options["tasks"])
    options["measure"] = read_measure(options["measure"])
    options["scale"] = _read_scale(options["scale"])
    return columns, options


def _split(text: str | None) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",")) if text else ()


def _read_scale(text: str | None) -> tuple[float, float] | None:
    if text is None:
        return None
    low, _, high = text.rpartition("-")
    try:
        ends = float(low or 0), float(high)
    except ValueError:
        ends = 0.0, 0.0
    if not -1e9 < ends[0] < ends[1] < 1e9:
        raise CommandError(f"--scale {text}: two numbers such as 1-10, the smaller first", MISUSED)
    return ends
