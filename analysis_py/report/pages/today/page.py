"""Models of 2025 and 2026: size, date, reasoning, openness, and whose figures."""

from analysis_py.report.figure import Page

PAGE = Page(
    name="today",
    title="Today",
    question="What has changed since January 2024?",
    summary="The models of 2025 and 2026: size, date of release, reasoning, and whose figures",
)
