"""The supplementary data: zero-shot scores by size and by each other (Figs 12 and 13)."""

from analysis_py.report.figure import Page

PAGE = Page(
    name="supplementary",
    title="Supplementary data",
    question="Do the curves repeat on a second data set?",
    summary="Zero-shot scores by size, and by each other",
)
