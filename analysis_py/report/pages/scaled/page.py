"""Scores scaled by how rare an architecture family is (Figs 8 to 10)."""

from analysis_py.report.figure import Page

PAGE = Page(
    name="scaled",
    title="Scaled variants",
    question="Does weighting by architecture change the curves?",
    summary="What changes when scores are scaled by architecture",
)
