"""Errors and exit codes of the subcommands."""

from __future__ import annotations

#: Exit codes that all subcommands share.
GOOD, FAILED, MISUSED, INTERRUPTED = 0, 1, 2, 130


class CommandError(Exception):
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
        self.code = code
