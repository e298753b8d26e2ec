"""The command itself: it finds the subcommand and its exit code."""

import importlib
import io
import sys
import textwrap
from collections.abc import Sequence

import click

import analysis_py
from analysis_py.cli.commands import Command
from analysis_py.cli.errors import FAILED, GOOD, INTERRUPTED, describe

PROG = "llm-reassess"
#: The modules of the subcommands, in the order in which a project needs them. To add one, decorate
#: a function with :func:`~analysis_py.cli.commands.command` and add its name here.
COMMANDS = {
    "demo": "demo",
    "init": "project",
    "snapshot": "project",
    "sum-items": "items",
    "import": "imports",
    "imports": "imports",
    "remove": "imports",
    "check": "project",
    "build": "build",
    "report": "build",
    "docs": "build",
    "app": "build",
    "query": "query",
    "compare": "compare",
    "predict": "predict",
    "export": "export",
    "recover": "recover",
}
_EPILOG = """
llm-reassess COMMAND --help says more and gives examples. A first time:
  llm-reassess demo
  llm-reassess init work && cd work && llm-reassess build

Commands find their project from any folder in it. These environment variables change
what they work on; a relative path in them is taken from the project's folder:
{variables}

Completion in bash; zsh and fish likewise:
  eval "$(_LLM_REASSESS_COMPLETE=bash_source llm-reassess)"

exit codes:
  0    all went well
  1    it failed, or it found problems
  2    it was called wrongly: an unknown option, no project here, no such file
  130  interrupted by Ctrl-C
"""


class _Commands(click.Group):
    """The subcommands, each imported when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> Command | None:
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"analysis_py.cli.{COMMANDS[cmd_name]}")
        found = (each for each in vars(module).values() if isinstance(each, Command))
        return next(each for each in found if each.name == cmd_name)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args[0] not in COMMANDS and not args[0].startswith("-"):
            raise click.exceptions.NoSuchCommand(args[0], possibilities=COMMANDS, ctx=ctx)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        width = max(map(len, COMMANDS))
        formatter.write("\nCommands:\n")
        for name in COMMANDS:
            if found := self.get_command(ctx, name):
                formatter.write(f"  {name:<{width}}  {found.sentence}\n")

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        from analysis_py.runtime.settings import declared

        lines = [
            textwrap.fill(
                f"{setting.variable:<32} {setting.meaning} ({setting.default})",
                width=100,
                initial_indent="  ",
                subsequent_indent=" " * 35,
            )
            for setting in declared().values()
            if setting.is_of_environment
        ]
        formatter.write(_EPILOG.format(variables="\n".join(lines)))


@click.group(cls=_Commands, context_settings={"max_content_width": 100})
@click.version_option(analysis_py.__version__, message="%(prog)s %(version)s")
def cli() -> None:
    """Test claims about large language models against a warehouse of their scores."""


def main(words: Sequence[str] | None = None) -> int:
    """Run the command and return its exit code.

    Parameters
    ----------
    words : sequence of str, optional
        What follows ``llm-reassess``; without it, the process's own arguments.
    """
    for stream in (sys.stdout, sys.stderr):
        # what a terminal's encoding lacks is spelled out, and stops no command
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    words = list(sys.argv[1:] if words is None else words) or ["--help"]
    name = f"{PROG} {words[0]}" if words[0] in COMMANDS else PROG
    try:
        return cli.main(words, prog_name=PROG, standalone_mode=False) or GOOD
    except click.Abort:
        return INTERRUPTED
    except click.ClickException as error:
        return _complain(name, error.format_message(), error.exit_code)
    except Exception as error:
        if (said := describe(error)) is None:
            raise
        return _complain(name, said, getattr(error, "exit_code", FAILED))


def _complain(prefix: str, message: str, code: int) -> int:
    from analysis_py.build.error_hints import remedy
    from analysis_py.runtime.formatting import printable

    print(printable(f"{prefix}: {message}", keep="\n\t"), file=sys.stderr)
    if told := remedy(message):
        print(printable(told), file=sys.stderr)
    return code
