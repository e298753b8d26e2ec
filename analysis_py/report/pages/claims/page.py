"""The claims ledger: verdicts by subject and basis, and which claims are left at the end."""

from analysis_py.report.figure import Page

PAGE = Page(
    name="claims",
    title="Claims ledger",
    question="Which claims of the paper hold?",
    summary="Every claim of the paper, judged four ways, with the figure that decides",
)
