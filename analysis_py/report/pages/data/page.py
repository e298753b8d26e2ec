"""Data and quality: how scores are spread, when they came, and what the fits lose."""

from analysis_py.report.figure import Page

PAGE = Page(
    name="data",
    title="Data and quality",
    question="Where does every number come from?",
    summary="Where every number comes from, what was checked, and how to ask your own questions",
)
