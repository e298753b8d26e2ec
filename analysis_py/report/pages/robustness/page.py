"""Robustness of the results to the method, and diagnostics of the fits."""

from analysis_py.report.figure import Page

PAGE = Page(
    name="robustness",
    title="How far to trust the methods",
    question="Do the findings depend on the method?",
    summary="What changes with another adjustment, variance, scale or shape",
)
