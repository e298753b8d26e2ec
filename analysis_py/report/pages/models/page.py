"""Single models: expected score at their size, and rank."""

from analysis_py.report.figure import Page

PAGE = Page(
    name="models",
    title="Models",
    question="What should a model of its size score?",
    summary="Where single models stand: expected scores, ranks, tuning, and what a benchmark adds",
)
