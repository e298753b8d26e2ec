"""Errors of the subcommands, their messages and exit codes."""

import sys

from analysis_py.runtime.errors import UserError

#: Exit codes that all subcommands share; ``compare`` alone has UNCLEAR.
GOOD, FAILED, MISUSED, UNCLEAR, INTERRUPTED = 0, 1, 2, 3, 130


class CommandError(UserError):
    """A subcommand failed, or (``MISUSED``) it was called wrongly."""

    def __init__(self, message: str, code: int = FAILED) -> None:
        super().__init__(message)
        self.exit_code = code


def describe(error: Exception) -> str | None:
    """Return the message of an error, or None if a traceback is needed."""
    if isinstance(error, UserError):
        return str(error)
    if isinstance(error, OSError | MemoryError):
        # a missing resource of the machine is not a fault of the program
        return f"{type(error).__name__}: {error}"
    if (duckdb := sys.modules.get("duckdb")) and isinstance(error, duckdb.Error):
        return str(error)
    return None
