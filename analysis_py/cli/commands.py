"""Shared parts of the subcommands: the project's folder, and common options."""

import inspect
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from analysis_py.cli.errors import MISUSED, CommandError

#: Types of values: an absolute path, and a whole number from 1 up.
PATH = click.Path(path_type=Path, resolve_path=True)
COUNT = click.IntRange(min=1)


class _NewFolder(click.Path):
    """A folder to fill: an absolute path that is no link to nowhere, which would be followed."""

    def convert(self, value: Any, param: Any, ctx: Any) -> Any:
        """Return the path."""
        if Path(value).is_symlink() and not Path(value).exists():
            self.fail(f"{value} is a link to what is not there; remove it or give another", param)
        return super().convert(value, param, ctx)


NEW = _NewFolder(path_type=Path, resolve_path=True)


class Command(click.Command):
    """A subcommand whose help is its function's docstring, unchanged."""

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write it line by line."""
        formatter.write(f"\n{inspect.cleandoc(self.help or '')}\n")


class ProjectCommand(Command):
    """A subcommand that runs in its project's folder, from any folder within the project."""

    def invoke(self, ctx: click.Context) -> Any:
        """Find the project and run there; ``ctx.obj`` is the current folder before."""
        from analysis_py.runtime import project

        ctx.obj = here = Path.cwd()
        if (root := project.find(here)) is not None:
            project.enter(root)
        elif not ctx.params.get("warehouse"):  # --warehouse needs no project
            raise CommandError(
                f"{here} is not in a project; create one with: llm-reassess init DIR", MISUSED
            )
        return super().invoke(ctx)


def command(name: str, **attributes: Any) -> Callable[..., ProjectCommand]:
    """Return a decorator that turns a function into a subcommand on a project."""
    return click.command(name, cls=ProjectCommand, **attributes)


def warehouse_option(function: Any) -> Any:
    """Add the option to read the published file of another folder."""
    return click.option(
        "--warehouse",
        type=PATH,
        metavar="DIR",
        help="Folder of the published file (default: the project's).",
    )(function)


def form_options(function: Any) -> Any:
    """Add the options for rows as CSV or JSON instead of a table."""
    for option in (
        click.option("--json", "form", flag_value="json", help="Write JSON, one object per row."),
        click.option("--csv", "form", flag_value="csv", help="Write CSV."),
    ):
        function = option(function)
    return function
