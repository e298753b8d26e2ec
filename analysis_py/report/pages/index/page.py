"""The front page: one picture per question."""

from analysis_py.report.figure import Page

PAGE = Page(
    name="index",
    title="Findings",
    summary="What leaderboard scores say about size, training and emergence, and which "
    "conclusions of a paper fail.",
)
