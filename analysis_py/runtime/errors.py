"""Errors for the user at the terminal."""


class UserError(Exception):
    """A request that cannot be carried out; the message says why and what to do.

    Attributes
    ----------
    exit_code : int
        Exit code of a command that raises it.
    """

    exit_code = 1
