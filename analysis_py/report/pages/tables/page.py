"""The tables: what a row of each is, what its columns mean, and the model that makes it."""

from analysis_py.report.figure import Page

PAGE = Page(
    name="tables",
    title="Tables",
    question="What does each table hold?",
    summary="What a row of each published table is, what its columns mean, and what makes it",
)
