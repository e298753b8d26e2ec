"""Scores by model size: Fig. 3 of the paper, ranges of size, and emergence."""

from analysis_py.report.figure import Page

PAGE = Page(
    name="scale",
    title="Scale",
    question="Does size help, and do abilities emerge?",
    summary="How scores change with model size, where growth stops, and whether abilities emerge.",
)
