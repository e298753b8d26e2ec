"""Errors that are meant for the person at the terminal."""


class UserError(Exception):
    """A request that cannot be carried out; the message says why and what to do.

    Attributes
    ----------
    exit_code : int
        With which a command ends that meets it.
    """

    exit_code = 1
