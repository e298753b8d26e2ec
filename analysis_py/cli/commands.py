"""Shared parts of the subcommands: help, the project's folder, and common options."""

import inspect
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from analysis_py.cli.errors import MISUSED, CommandError

#: Types of values: a path, and a whole number from 1 up.
PATH = click.Path(path_type=Path)
COUNT = click.IntRange(min=1)


class Several(click.Option):
    """An option that takes all words up to the next option: ``--size 7 70``."""

    def __init__(self, *names: Any, **attributes: Any) -> None:
        attributes["multiple"] = True
        super().__init__(*names, **attributes)


class Command(click.Command):
    """A subcommand; its function's docstring is its help, as it is written.

    Parameters
    ----------
    *words, **attributes
        As of :class:`click.Command`.
    in_project : bool
        Whether it works on a project. Such a command runs in the project's folder, wherever in
        the project it is called.
    """

    def __init__(self, *words: Any, in_project: bool = True, **attributes: Any) -> None:
        super().__init__(*words, **attributes)
        self.in_project = in_project

    @property
    def sentence(self) -> str:
        """The summary of the command in one line."""
        return (self.help or "").splitlines()[0].removesuffix(".")

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Repeat the name of an option of several values before each of them."""
        several = {name for each in self.params if isinstance(each, Several) for name in each.opts}
        repeated: list[str] = []
        option, is_first = None, False
        for word in args:
            if word.startswith("--"):
                option, is_first = word if word in several else None, True
            elif option:
                repeated += [] if is_first else [option]
                is_first = False
            repeated.append(word)
        return super().parse_args(ctx, repeated)

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the first two paragraphs, before the options."""
        formatter.write("\n" + "\n\n".join(self._paragraphs()[:2]) + "\n")

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the other paragraphs, behind the options."""
        formatter.write("\n" + "\n\n".join(self._paragraphs()[2:]) + "\n")

    def _paragraphs(self) -> list[str]:
        return inspect.cleandoc(self.help or "").split("\n\n")

    def invoke(self, ctx: click.Context) -> Any:
        """Run it in its project; a path in its words still means what it meant here."""
        ctx.obj = here = Path.cwd()
        if self.in_project:
            from analysis_py.runtime import project

            root = project.find(here)
            if root is None:
                if not ctx.params.get("warehouse"):  # who names the published file needs no project
                    raise CommandError(
                        f"{here} is not in a project; create one with: llm-reassess init DIR",
                        MISUSED,
                    )
            else:
                if root != here:
                    ctx.params.update({k: _from(here, v) for k, v in ctx.params.items()})
                project.enter(root)
        return super().invoke(ctx)


def _from(here: Path, value: Any) -> Any:
    if isinstance(value, tuple):
        return tuple(_from(here, each) for each in value)
    return here / value if isinstance(value, Path) else value


def command(name: str, *, in_project: bool = True, **attributes: Any) -> Callable[..., Command]:
    """Return a decorator that makes a function a subcommand."""
    return click.command(name, cls=Command, in_project=in_project, **attributes)


def warehouse_option(function: Any) -> Any:
    """Let a command read the published file of another folder."""
    return click.option(
        "--warehouse",
        type=PATH,
        metavar="DIR",
        help="Folder of the published file (the project's).",
    )(function)


def form_options(function: Any) -> Any:
    """Let a command write its rows as a table, CSV or JSON."""
    for option in (
        click.option("--json", "form", flag_value="json", help="Write JSON, an object a row."),
        click.option("--csv", "form", flag_value="csv", help="Write CSV."),
    ):
        function = option(function)
    return function
