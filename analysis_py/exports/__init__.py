"""Exports of the published file in standard formats."""

from analysis_py.runtime.errors import UserError


class ExportProblem(UserError):
    """An export cannot be written; the message says why."""
