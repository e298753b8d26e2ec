"""The command itself: it finds the subcommand, its project and its exit code."""

from __future__ import annotations

import argparse
import importlib
import io
import os
import sys
import textwrap
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType

from analysis_py.build.error_hints import remedy
from analysis_py.cli.errors import FAILED, GOOD, INTERRUPTED, MISUSED, CommandError
from analysis_py.cli.registry import COMMANDS, Command
from analysis_py.runtime import project
from analysis_py.runtime.formatting import printable
from analysis_py.runtime.settings import declared

PROG = "llm-reassess"
_WIDTH = max(map(len, COMMANDS))
_LIST = "\n".join(f"  {name:<{_WIDTH}}  {command.help}" for name, command in COMMANDS.items())
_VARIABLES = "\n".join(
    textwrap.fill(
        f"{setting.variable:<32} {setting.meaning} ({setting.default})",
        width=100,
        initial_indent="  ",
        subsequent_indent=" " * 35,
    )
    for setting in declared().values()
    if setting.is_of_environment
)
_EPILOG = f"""\
commands:
{_LIST}

llm-reassess COMMAND --help says more and gives examples. A first time:
  llm-reassess init work && cd work && llm-reassess build

Commands find their project from any folder in it. These variables move what they work on; a
relative path in them is taken from the project's folder:
{_VARIABLES}

exit codes:
  0    all went well
  1    it failed, or what was looked at is not in order
  2    it was called wrongly: an unknown option, no project here, no such file
  130  interrupted by Ctrl-C
"""


def main(words: Sequence[str] | None = None) -> int:
    """Run the command and return its exit code.

    Parameters
    ----------
    words : sequence of str, optional
        What follows ``llm-reassess``; without it, the process's own arguments.

    Raises
    ------
    SystemExit
        From argparse, after ``--help`` (code 0) and wrong options (code 2).
    """
    for stream in (sys.stdout, sys.stderr):
        # what a terminal's encoding lacks is spelled out, and stops no command
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    try:
        return _main(list(sys.argv[1:] if words is None else words))
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # whoever read the output, head perhaps, has seen enough; Python would complain at exit
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 141


def _main(words: list[str]) -> int:
    parser = argparse.ArgumentParser(
        prog=PROG,
        usage=f"{PROG} COMMAND [options]",
        description="Put claims about large language models on trial, in a warehouse of their "
        "scores.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action=_Version)
    if not words:
        parser.print_help()
        return GOOD
    name, *rest = words
    if name.startswith("-"):
        parser.parse_args([name])
    if name not in COMMANDS:
        return _complain(PROG, _unknown(name), MISUSED)
    command = COMMANDS[name]
    module = importlib.import_module(command.module)
    try:
        arguments = _parsed(name, command, module, rest)
        if command.in_project:
            _enter_project(arguments)
        return module.run(arguments)
    except CommandError as error:
        return _complain(f"{PROG} {name}", str(error), error.code)
    except (OSError, MemoryError) as error:
        # what the machine lacks is no fault of the program that a traceback would show
        if remedy(said := f"{type(error).__name__}: {error}") is None:
            raise
        return _complain(f"{PROG} {name}", said, FAILED)


def _parsed(
    name: str, command: Command, module: ModuleType, words: Sequence[str]
) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog=f"{PROG} {name}",
        description=f"{command.help[0].upper()}{command.help[1:]}.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    module.add_arguments(parser)
    return parser.parse_args(words)


def _enter_project(arguments: argparse.Namespace) -> None:
    """Go to the project's folder; a path in the arguments still means what it meant here."""
    here = Path.cwd()
    root = project.find(here)
    if root is None:
        if getattr(arguments, "warehouse", None):
            return  # who names the published file needs no project
        raise CommandError(
            f"{here} is not in a project; lay one down with: {PROG} init DIR", MISUSED
        )
    if root != here:
        for option, value in vars(arguments).items():
            if isinstance(value, Path):
                setattr(arguments, option, here / value)
    project.enter(root)


class _Version(argparse.Action):
    """Print the installed version, which takes a look at the installed packages."""

    def __init__(self, option_strings: Sequence[str], dest: str) -> None:
        super().__init__(option_strings, dest, nargs=0, help="show the version and exit")

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        from importlib.metadata import PackageNotFoundError, version

        try:
            print(PROG, version("llm-reassessment"))
        except PackageNotFoundError:
            print(f"{PROG}, run from its source and not installed")
        parser.exit()


def _unknown(name: str) -> str:
    import difflib

    near = difflib.get_close_matches(name, COMMANDS, n=1)
    hint = f"did you mean {near[0]}?" if near else f"{PROG} --help lists the commands"
    return f"there is no command {name}; {hint}"


def _complain(prefix: str, message: str, code: int) -> int:
    print(printable(f"{prefix}: {message}", keep="\n\t"), file=sys.stderr)
    if told := remedy(message):
        print(printable(told), file=sys.stderr)
    return code
