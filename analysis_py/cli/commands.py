"""Shared parts of the subcommands: the project's folder, and common options."""

import inspect
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from analysis_py.cli.errors import MISUSED, CommandError

#: Types of values: a path, which means the same from whatever folder, and a number from 1 up.
PATH = click.Path(path_type=Path, resolve_path=True)
COUNT = click.IntRange(min=1)


class Command(click.Command):
    """A subcommand whose function's docstring is its help, as it is written."""

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write it line by line."""
        formatter.write(f"\n{inspect.cleandoc(self.help or '')}\n")


class ProjectCommand(Command):
    """A subcommand that runs in its project's folder, wherever in the project it is called."""

    def invoke(self, ctx: click.Context) -> Any:
        """Find the project and run there; ``ctx.obj`` is the folder that it was called in."""
        from analysis_py.runtime import project

        ctx.obj = here = Path.cwd()
        if (root := project.find(here)) is not None:
            project.enter(root)
        elif not ctx.params.get("warehouse"):  # who names the published file needs no project
            raise CommandError(
                f"{here} is not in a project; create one with: llm-reassess init DIR", MISUSED
            )
        return super().invoke(ctx)


def command(name: str, **attributes: Any) -> Callable[..., ProjectCommand]:
    """Return a decorator that makes a function a subcommand which works on a project."""
    return click.command(name, cls=ProjectCommand, **attributes)


def warehouse_option(function: Any) -> Any:
    """Let a command read the published file of another folder."""
    return click.option(
        "--warehouse",
        type=PATH,
        metavar="DIR",
        help="Folder of the published file (default: the project's).",
    )(function)


def form_options(function: Any) -> Any:
    """Let a command write its rows as a table, CSV or JSON."""
    for option in (
        click.option("--json", "form", flag_value="json", help="Write JSON, one object per row."),
        click.option("--csv", "form", flag_value="csv", help="Write CSV."),
    ):
        function = option(function)
    return function
