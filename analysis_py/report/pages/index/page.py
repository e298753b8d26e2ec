"""The front page: one picture per question."""

from __future__ import annotations

from analysis_py.report.figure import Page
from analysis_py.report.pages.index.figures import (
    findings_size,
    findings_today,
    findings_tuning,
)

PAGE = Page(
    name="index",
    title="Findings",
    summary="What leaderboard scores say about size, training and emergence, and which "
    "conclusions of a paper fail.",
    figures=(
        findings_tuning.FIGURE,
        findings_size.FIGURE,
        findings_today.FIGURE,
    ),
)
