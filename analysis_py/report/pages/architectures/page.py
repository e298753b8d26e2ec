"""Scores by architecture: means with letters, significant pairs, and effects at equal size."""

from analysis_py.report.figure import Page

PAGE = Page(
    name="architectures",
    title="Architecture",
    question="Does the architecture make the model?",
    summary="Families of architectures compared, raw, clustered and at equal size",
)
