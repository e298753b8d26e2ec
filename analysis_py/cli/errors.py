"""Errors of the subcommands, their messages and exit codes."""

import sys

from analysis_py.runtime.errors import UserError

#: Exit codes that all subcommands share.
GOOD, FAILED, MISUSED, INTERRUPTED = 0, 1, 2, 130


class CommandError(UserError):
    """A subcommand cannot do what it was asked to.

    Parameters
    ----------
    message : str
        What is wrong and what to do, for the person at the terminal.
    code : int
        The exit code: ``FAILED``, or ``MISUSED`` where another call would be right.
    """

    def __init__(self, message: str, code: int = FAILED) -> None:
        super().__init__(message)
        self.exit_code = code


def describe(error: Exception) -> str | None:
    """Return what to say of an error, or None where only a traceback tells enough."""
    if isinstance(error, UserError):
        return str(error)
    if isinstance(error, OSError | MemoryError):
        # what the machine lacks is no fault of the program
        return f"{type(error).__name__}: {error}"
    if (duckdb := sys.modules.get("duckdb")) and isinstance(error, duckdb.Error):
        from analysis_py.publishing.reading import is_damage

        said = describe_sql_error(error)
        if is_damage(str(error)):
            said += ". The published file is damaged; llm-reassess build writes a new one"
        return said
    return None


def describe_sql_error(error: Exception, sql: str = "") -> str:
    """Return what the database says, and where in the SQL, by line and column.

    Parameters
    ----------
    error : Exception
        Of DuckDB, which draws an arrow below the line that it does not understand.
    sql : str
        What was asked; without it only the line is told.
    """
    said, _, place = str(error).partition("\n\nLINE ")
    told = " ".join(said.split())
    number, _, drawn = place.partition(": ")
    if not number.isdecimal():
        return told
    shown, _, arrow = drawn.partition("\n")
    # a long line is shown in part
    part = shown.removeprefix("...").removesuffix("...")
    lines = sql.splitlines()
    start = lines[int(number) - 1].find(part) if int(number) <= len(lines) else -1
    if start < 0 or "^" not in arrow:
        return f"{told} (line {number})"
    indent = len(f"LINE {number}: ") + (len("...") if shown.startswith("...") else 0)
    return f"{told} (line {number}, column {start + arrow.index('^') - indent + 1})"
