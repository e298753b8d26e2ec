"""The command itself: dispatch to subcommands, and exit codes."""

import importlib
import io
import sys
from collections.abc import Sequence

import click

import analysis_py
from analysis_py.cli.commands import Command
from analysis_py.cli.errors import FAILED, GOOD, INTERRUPTED, describe

PROG = "llm-reassess"
#: The modules of the subcommands, in the order of use.
COMMANDS = {
    "init": "projects",
    "build": "build",
    "report": "build",
    "check": "projects",
    "query": "query",
    "import": "imports",
    "compare": "compare",
    "floor": "floor",
    "models": "models",
    "export": "export",
    "demo": "demo",
}


class _Commands(Command, click.Group):
    """The subcommands, each imported on demand."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"analysis_py.cli.{COMMANDS[cmd_name]}")
        commands = (each for each in vars(module).values() if isinstance(each, click.Command))
        return next(each for each in commands if each.name == cmd_name)


@click.group(cls=_Commands, context_settings={"max_content_width": 100})
@click.version_option(analysis_py.__version__, message="%(prog)s %(version)s")
def cli() -> None:
    """Test claims about large language models against a warehouse of their scores.

    COMMAND --help explains a command. Commands work from any folder of a project; docs/settings.md
    lists the environment variables.

    start here:
      llm-reassess compare --help
      llm-reassess init work && cd work && llm-reassess build

    exit codes:
      0    success
      1    failed, or problems found
      2    usage error: unknown option, no project here, no such file
      130  interrupted by Ctrl-C
    """


def main(words: Sequence[str] | None = None) -> int:
    """Run the command and return its exit code.

    Parameters
    ----------
    words : sequence of str, optional
        The words after ``llm-reassess``; by default the process's arguments.
    """
    for stream in (sys.stdout, sys.stderr):
        # characters that the terminal cannot show are escaped instead of stopping the command
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
    except ModuleNotFoundError as error:
        if (error.name or "").startswith("analysis_py"):
            raise
        missing = f"{error.name} is not installed; run: pip install 'llm-reassessment[warehouse]'"
        return _complain(name, missing, FAILED)
    except Exception as error:
        if (reason := describe(error)) is None:
            raise
        return _complain(name, reason, getattr(error, "exit_code", FAILED))


def _complain(prefix: str, message: str, code: int) -> int:
    from analysis_py.build.error_hints import find_remedy
    from analysis_py.runtime.formatting import printable

    for text in filter(None, (f"{prefix}: {message}", find_remedy(message))):
        print(printable(text, keep="\n\t"), file=sys.stderr)
    return code
