"""Single items: wrong keys, what they measure, and how many are needed."""

from analysis_py.report.figure import Page

PAGE = Page(
    name="items",
    title="Items",
    question="Which items are faulty, and how many are needed?",
    summary="Items that may have a wrong key, what they measure, and how many a score needs",
)
