"""The published file in forms that others read."""

from analysis_py.runtime.errors import UserError


class ExportProblem(UserError):
    """An export cannot be written; the message says why."""
