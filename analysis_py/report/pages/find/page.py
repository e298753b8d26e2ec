"""Find a model: its card, its place on each curve, and a comparison with another."""

from analysis_py.report.figure import Page

PAGE = Page(
    name="find",
    title="Find a model",
    question="How good is a model, and how sure is that?",
    summary="Any model: its scores, ranks, place at its size and relatives, and two side by side",
)
